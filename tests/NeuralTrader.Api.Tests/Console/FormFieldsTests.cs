using Microsoft.AspNetCore.Http;
using NeuralTrader.Api.Console;
using NeuralTrader.Domain;

namespace NeuralTrader.Api.Tests.Console;

/// <summary>What the console reads from its forms.</summary>
public sealed class FormFieldsTests
{
    [Fact]
    public void A_link_fills_a_form_in_and_sends_nothing()
    {
        FormFields form = FormFields.OfAddress(Asked("?symbols=SPY&confidence=99"));
        Assert.False(form.IsSent);
        Assert.Equal("SPY", form.Keep("symbols", "AAPL"));
        Assert.Null(form.Text("symbols"));
        Assert.Equal("0", form.Keep("window", "0"));
    }

    [Fact]
    public void A_question_in_the_address_is_read_as_it_was_asked()
    {
        FormFields form = FormFields.OfAddress(Asked("?ask=1&symbols=spy,+AAPL;spy&confidence=97.5&window="));
        Assert.True(form.IsSent);
        Assert.Equal(["SPY", "AAPL"], form.Symbols("symbols"));
        Assert.Equal(0.975, form.Fraction("confidence"));
        Assert.Null(form.Whole("window"));
        Assert.Equal("", form.Keep("window", "500")); // an emptied field stays empty
    }

    [Theory, InlineData("?ask=1&symbols=SPY", "symbols"), InlineData("?ask=1&symbols=SPY,AAPL&window=1.5", "window"),
        InlineData("?ask=1&symbols=SPY,A%20", "symbols")]
    public void What_is_malformed_is_refused_by_field(string query, string field)
    {
        FormFields form = FormFields.OfAddress(Asked(query));
        InvalidInputException refused = Assert.Throws<InvalidInputException>(() =>
            (form.Symbols("symbols", least: field == "symbols" ? 3 : 2), form.Whole("window")));
        Assert.Equal(field, refused.Field);
    }

    [Fact]
    public void A_form_that_changes_something_is_not_read_from_a_link()
    {
        FormFields form = new(Asked("?_handler=order&quantity=1000"), "order", isOffered: true);
        Assert.False(form.IsSent);
        Assert.Null(form.Amount("quantity"));
        Assert.Equal("1000", form.Keep("quantity"));
        Assert.Equal("", new FormFields(Asked("?quantity=1000"), "order").Keep("quantity")); // and most are not even filled in by one
    }

    private static DefaultHttpContext Asked(string query) => new() { Request = { QueryString = new QueryString(query) } };
}
