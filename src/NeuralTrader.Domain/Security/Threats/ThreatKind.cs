namespace NeuralTrader.Domain.Security.Threats;

/// <summary>What a text may be meant to do where it is not treated as a text.</summary>
public enum ThreatKind
{
    /// <summary>It goes on as SQL.</summary>
    SqlInjection = 1,

    /// <summary>It runs a script in a browser.</summary>
    CrossSiteScripting = 2,

    /// <summary>It leaves the folder, or names a file of the system.</summary>
    PathTraversal = 3,

    /// <summary>It starts a program.</summary>
    CommandInjection = 4,

    /// <summary>It is computed by a template engine.</summary>
    TemplateInjection = 5,

    /// <summary>It turns a value into an operator of a document database.</summary>
    NoSqlInjection = 6,

    /// <summary>It changes a filter of a directory service.</summary>
    LdapInjection = 7,

    /// <summary>It adds a line to the head of a message.</summary>
    HeaderInjection = 8,

    /// <summary>It makes an XML parser read what lies elsewhere.</summary>
    XmlEntity = 9,

    /// <summary>It ends the text for programs that take NUL for the end.</summary>
    NulCharacter = 10,

    /// <summary>It controls a terminal or hides in a log.</summary>
    ControlCharacter = 11,

    /// <summary>It shows letters in another order than they have.</summary>
    BidiControl = 12,
}
