using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.Cli.Tests;

/// <summary>A server on loopback that answers as it is told and remembers what it was asked.</summary>
public sealed class Fake : IAsyncDisposable
{
    private readonly WebApplication app;

    private Fake(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public ConcurrentQueue<Asked> Asked { get; } = new();

    public static async Task<Fake> Start(Func<HttpContext, string, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        Fake fake = new(app);
        app.Run(async http =>
        {
            using StreamReader reader = new(http.Request.Body, Encoding.UTF8);
            string body = await reader.ReadToEndAsync();
            fake.Asked.Enqueue(new Asked(http.Request.Path, http.Request.QueryString.Value ?? "", body, http.Request.Headers.Authorization.ToString(),
                http.Request.Headers["Idempotency-Key"].ToString()));
            await answer(http, body);
        });
        await app.StartAsync();
        return fake;
    }

    public static Task<Fake> Answering(string json, int status = 200) => Start((http, _) => Json(http, json, status));

    public static Task Json(HttpContext http, string json, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = status == 200 ? "application/json" : "application/problem+json";
        return http.Response.WriteAsync(json);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

public sealed record Asked(string Path, string Query, string Body, string Authorization, string IdempotencyKey);

/// <summary>What a command line left behind.</summary>
public sealed record Ran(int Code, string Out, string Error);

/// <summary>Runs nt in this process with streams, environment and settings folder of its own.</summary>
public sealed class Nt : IDisposable
{
    public string Config { get; } = Directory.CreateTempSubdirectory("nt-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public string Secret { get; set; } = "";

    public string Input { get; set; } = "";

    public static async Task<Ran> Once(params string[] args)
    {
        using Nt nt = new();
        return await nt.Run(args);
    }

    public async Task<Ran> Run(string[] args, CancellationToken cancellationToken = default)
    {
        using StringWriter output = new(), error = new();
        Shell shell = new()
        {
            Out = output, Error = error, In = new StringReader(Input), Secret = _ => Secret, Variable = name => Variables.GetValueOrDefault(name),
            ConfigDirectory = Config,
        };
        int code = await NtCommand.Run(args, shell, cancellationToken);
        return new Ran(code, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Config, recursive: true);
}
