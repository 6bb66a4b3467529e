using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Documents;

/// <summary>
/// Tells the documents what a function's body is. The usual metadata would do it too, but it also keeps requests of another content type from reaching
/// the function, which then could not say what is wrong with them.
/// </summary>
internal sealed class FunctionBodies : IApiDescriptionProvider
{
    public int Order => 0; // after the framework has listed the endpoints

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (ApiDescription description in context.Results)
        {
            if (description.ActionDescriptor.EndpointMetadata.OfType<Function>().FirstOrDefault() is not { } function) continue;
            description.ParameterDescriptions.Add(new ApiParameterDescription
            {
                Name = "request", Type = function.RequestType, Source = BindingSource.Body, IsRequired = true,
            });
            description.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = "application/json" });
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }
}
