using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NeuralTrader.Client;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>The functions of risk over HTTP, through the program as it is: each answers an ordinary question, and names what is wrong with a bad one.</summary>
public sealed class FunctionRouteTests(FunctionRouteTests.Platform platform) : IClassFixture<FunctionRouteTests.Platform>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Answered => new()
    {
        { "riskAnalysis", """{"positions":[{"symbol":"SPY","value":1000},{"symbol":"AAPL","value":500}]}""", "report" },
        { "stressTest", """{"positions":[{"symbol":"SPY","value":1000}],"scenarios":[{"name":"fall","shocks":[{"return":-0.2}]}]}""", "outcomes" },
        { "listStressScenarios", "{}", "windows" },
        { "calculateVar", """{"symbol":"SPY"}""", "valueAtRisk" },
        { "calculateCvar", """{"returns":[0.01,-0.02,0.005,-0.01],"method":"normal"}""", "expectedShortfall" },
        { "calculateSharpeRatio", """{"symbol":"SPY"}""", "annual" },
        { "calculateSortinoRatio", """{"symbol":"SPY"}""", "annual" },
        { "calculateDrawdown", """{"symbol":"SPY"}""", "max" },
        { "calculateMaxLeverage", """{"symbol":"SPY","rules":{"targetVolatilityAnnual":0.1}}""", "leverage" },
        { "calculateKelly", """{"probability":0.55,"odds":2}""", "bet" },
        { "calculatePositionSize", """{"sizing":{"method":"fixed_fractional","equity":10000,"price":50,"riskFraction":0.01,"stopPrice":45}}""", "units" },
        { "validatePosition", """{"position":{"quantity":10,"price":50,"equity":10000}}""", "isValid" },
        { "calculateRiskBatch", """{"calculations":[{"var":{"symbol":"SPY"}},{"kelly":{"probability":0.5,"odds":3}}]}""", "answers" },
        { "calculateIndicator", """{"name":"rsi","symbol":"SPY"}""", "outputs" },
        { "optimizePortfolio", """{"symbols":["SPY","AAPL"]}""", "portfolio" },
        { "correlationAnalysis", """{"symbols":["SPY","AAPL"]}""", "report" },
        { "dtwDistance", """{"first":{"values":[1,2,3]},"second":{"values":[1,2,2,3]}}""", "distance" },
        { "dtwBatch", """{"query":{"values":[1,2,3]},"candidates":[{"values":[3,2,1]},{"values":[1,2,3]}]}""", "matches" },
        { "monteCarloSimulation", """{"symbol":"SPY","model":"heston","paths":1000,"steps":21}""", "mean" },
    };

    [Theory, MemberData(nameof(Answered))]
    public async Task A_function_answers_at_its_route(string function, string body, string member)
    {
        (int status, JsonElement answer) = await platform.Post(function, body);
        Assert.True(status == 200, $"{status}: {answer}");
        Assert.True(answer.TryGetProperty(member, out JsonElement value) && value.ValueKind != JsonValueKind.Null, answer.ToString());
    }

    [Fact]
    public void Every_function_of_risk_is_in_the_table() => Assert.Equal(
        FunctionCatalog.All.Where(function => function.Subject == Subject.Risk).Select(function => function.Name).Order(StringComparer.Ordinal),
        Answered.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    public static TheoryData<string, string, string> Refused => new()
    {
        { "riskAnalysis", """{"positions":[{"symbol":"A","value":1,"returns":[0.1,-1.5]}]}""", "positions[0].returns[1]" },
        { "riskAnalysis", """{"positions":[{"symbol":"SPY","value":1}],"currency":"XXXX"}""", "currency" },
        { "riskAnalysis", "{}", "positions" },
        {
            "stressTest",
            """{"positions":[{"symbol":"SPY","value":1}],"scenarios":[{"name":"a","shocks":[{"return":0}]},{"name":"a","shocks":[{"return":0}]}]}""",
            "scenarios"
        },
        { "stressTest", """{"positions":[{"symbol":"SPY","value":1}],"scenarios":[{"name":"","shocks":[{"return":-1}]}]}""", "name" },
        { "stressTest", """{"positions":[{"symbol":"SPY","value":1}],"scenarios":[]}""", "scenarios" },
        { "calculateVar", """{"returns":[0.01,-1.01]}""", "returns[1]" },
        { "calculateVar", """{"returns":[0.01,"x"]}""", "returns[1]" },
        { "calculateVar", "{}", "returns" },
        { "calculateCvar", """{"returns":[0.01,-3]}""", "returns[1]" },
        { "calculateSharpeRatio", """{"returns":[-1.5,0]}""", "returns[0]" },
        { "calculateSortinoRatio", """{"returns":[0,-1.5]}""", "returns[1]" },
        { "calculateDrawdown", """{"returns":[0,-1.5,0.1]}""", "returns[1]" },
        { "calculateMaxLeverage", """{"returns":[0,-1.5,0.1],"rules":{"targetVolatilityAnnual":0.1}}""", "returns[1]" },
        { "calculateKelly", """{"returns":[0,-1.5,0.1]}""", "returns[1]" },
        { "calculateKelly", """{"probability":2,"odds":2}""", "probability" },
        { "calculatePositionSize", """{"sizing":{"method":"kelly","equity":-1,"price":50}}""", "equity" },
        { "validatePosition", """{"position":{"quantity":10,"price":50,"equity":10000,"volatilityAnnual":-0.1}}""", "volatilityAnnual" },
        { "validatePosition", """{"position":{"quantity":10,"price":50,"equity":10000,"cash":-5}}""", "cash" },
        { "calculateRiskBatch", """{"calculations":[]}""", "calculations" },
        { "calculateIndicator", """{"name":"rsi","symbol":"SPY","parameters":{"period":-3}}""", "period" },
        { "optimizePortfolio", """{"symbols":[]}""", "symbols" },
        { "optimizePortfolio", """{"symbols":["SPY"],"constraints":{"groups":[{"name":"","symbols":["SPY"],"max":1}]}}""", "constraints.groups.name" },
        { "correlationAnalysis", """{"symbols":["SPY"]}""", "symbols" },
        { "correlationAnalysis", """{"series":[{"name":"","returns":[1,2,3]},{"name":"b","returns":[1,2,3]}]}""", "series[0].name" },
        { "dtwDistance", """{"first":{"values":[]},"second":{"values":[1]}}""", "first.values" },
        { "dtwBatch", """{"query":{"values":[1,2,3]}}""", "candidates" },
        { "monteCarloSimulation", """{"parameters":{"drift":0,"volatility":0.2},"confidences":[0.95,0.95]}""", "confidences" },
        { "monteCarloSimulation", """{"model":"heston","parameters":{"drift":0}}""", "parameters.startVariance" },
        { "monteCarloSimulation", """{"model":"bootstrap"}""", "symbol" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task A_bad_question_is_a_problem_that_names_the_member(string function, string body, string field)
    {
        (int status, JsonElement problem) = await platform.Post(function, body);
        Assert.True(status == 400, $"{status}: {problem}");
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.True(problem.GetProperty("allowed").GetString() is { Length: > 0 });
        bool isEmpty = problem.TryGetProperty("value", out JsonElement value) && value.GetString() == "";
        Assert.Equal(isEmpty, body.Contains("\"\"", StringComparison.Ordinal)); // what was not given is no value, and not an empty one
    }

    [Fact]
    public async Task One_calculation_that_cannot_be_read_leaves_the_others_alone()
    {
        const string body = """
            {"calculations":[{"id":"good","var":{"symbol":"SPY"}},{"id":"bad","var":{"returns":[0.1,"x"]}},{"kelly":{"probability":0.5,"odds":3,"bet":1}},7,
            {"var":{"symbol":"SPY","confidence":2}}]}
            """;
        (int status, JsonElement answer) = await platform.Post("calculateRiskBatch", body);
        Assert.Equal(200, status);
        Assert.Equal(4, answer.GetProperty("failed").GetInt32());
        JsonElement[] answers = [.. answer.GetProperty("answers").EnumerateArray()];
        Assert.Equal(JsonValueKind.Null, answers[0].GetProperty("problem").ValueKind);
        Assert.Equal(["good", "bad", "2", "3", "4"], answers.Select(one => one.GetProperty("id").GetString()));
        Assert.Equal([null, "var.returns[1]", "kelly.bet", "body", "confidence"], answers.Select(one => one.GetProperty("field").GetString()));
    }

    /// <summary>One platform for all of them.</summary>
    public sealed class Platform : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
        private StandaloneProcess program = null!;
        private HttpClient http = null!;

        public async ValueTask InitializeAsync()
        {
            string data = Path.Combine(folder.FullName, "data");
            program = new StandaloneProcess(data);
            await program.Up(CancellationToken.None);
            http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{program.Port}/api/v1/risk/") };
            string key = (await File.ReadAllTextAsync(Path.Combine(data, "first-api-key"))).Trim();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        public async Task<(int Status, JsonElement Answer)> Post(string function, string body)
        {
            using StringContent content = new(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await http.PostAsync(function, content, Stop);
            using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
            return ((int)response.StatusCode, answer.RootElement.Clone());
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            program.Kill();
            await program.Ended(CancellationToken.None);
            program.Dispose();
            folder.Delete(recursive: true);
        }
    }
}
