using System.Text;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Silo.Tests.Hosting;

public sealed class PepperTextTests
{
    [Fact]
    public void A_text_is_its_bytes_and_Base64_is_what_it_stands_for()
    {
        byte[] random = [.. Enumerable.Range(200, 32).Select(i => (byte)i)];
        Assert.Null(PepperText.Parse(null));
        Assert.Null(PepperText.Parse(""));
        Assert.Equal(Encoding.UTF8.GetBytes(new string('p', 32)), PepperText.Parse(new string('p', 32)));
        Assert.Equal(random, PepperText.Parse("base64:" + Convert.ToBase64String(random)));
    }

    [Theory]
    [InlineData("hunter2", "at least 32 characters")]
    [InlineData("ppppppppppppppppppppppppppppppp", "at least 32 characters")]
    [InlineData("base64:AAAA", "at least 32 bytes")]
    [InlineData("base64:no such thing as this is Base64 at all", "no Base64")]
    public void What_is_too_short_or_no_Base64_is_refused_without_being_shown(string text, string sentence)
    {
        string message = Assert.Throws<StartupException>(() => PepperText.Parse(text)).Message;
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.DoesNotContain(text, message, StringComparison.Ordinal);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_file_sets_it_in_the_environment_and_is_read_back()
    {
        using TemporaryFolder folder = new();
        byte[] random = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];
        PepperText.WriteFile(folder.File("pepper.env"), random);
        Assert.Equal(random, PepperText.ReadFile(folder.File("pepper.env")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("pepper.env")));
        File.WriteAllText(folder.File("other"), "PATH=/bin");
        Assert.Throws<StartupException>(() => PepperText.ReadFile(folder.File("other")));
    }
}
