using Microsoft.AspNetCore.Http;
using Parquet;
using Parquet.Schema;

namespace NeuralTrader.Api.Files;

/// <summary>A table as a Parquet file, part after part. Such a file ends with an index of where everything lies, so it is made beside and then sent.</summary>
internal sealed class ParquetAnswer : IAsyncDisposable
{
    private const int FileBuffer = 65_536;

    private readonly HttpContext http;
    private readonly FileStream file;
    private readonly DataField[] fields;
    private readonly ParquetWriter writer;
    private bool isWritten;

    private ParquetAnswer(HttpContext http, FileStream file, DataField[] fields, ParquetWriter writer) =>
        (this.http, this.file, this.fields, this.writer) = (http, file, fields, writer);

    public static async Task<ParquetAnswer> Begin(HttpContext http, DataField[] fields)
    {
        FileStream file = new(
            Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.parquet"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileBuffer,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            return new ParquetAnswer(http, file, fields,
                await ParquetWriter.CreateAsync(new ParquetSchema([.. fields]), file, cancellationToken: http.RequestAborted));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds rows whose columns are all numbers.</summary>
    public Task Add(double[][] columns) => Add(null, columns);

    /// <summary>Adds rows, a column of text before the numbers where there is one.</summary>
    public async Task Add(string[]? texts, double[][] columns)
    {
        CancellationToken stop = http.RequestAborted;
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        int field = 0;
        if (texts is not null) await group.WriteAsync(fields[field++], (IReadOnlyCollection<string>)texts);
        foreach (double[] column in columns) await group.WriteAsync<double>(fields[field++], column, cancellationToken: stop);
    }

    /// <summary>Ends the file and sends it.</summary>
    public async Task Send(string name)
    {
        await End();
        file.Position = 0;
        http.Response.ContentType = "application/vnd.apache.parquet";
        http.Response.ContentLength = file.Length;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        await file.DisposeAsync();
    }

    private async ValueTask End()
    {
        if (isWritten) return;
        isWritten = true;
        await writer.DisposeAsync();
    }
}
