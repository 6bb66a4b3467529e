using System.Collections.Frozen;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>What a word means to SQL of the usual dialects, as far as the shapes of attacks need it.</summary>
internal enum SqlWord : byte
{
    None,
    And, Or, Xor, Not,
    Union, All, Select, From, Where, Having, Order, Group, By, Limit, Top, Case, When, Exists, Null, True,
    Like, In, Is, Between,
    Insert, Into, Update, Set, Delete, Define, Object, Execute, As, Declare, Shutdown, Waitfor, Delay, Begin, If, Call, Values, Procedure, Outfile, Merge, Grant,
    Cast, // functions that attacks build letters and errors with; harmless names by themselves
    Slow, // functions that wait or burn time
    Inside, // functions and names that reach into the server: files, network, programs, its own tables
}

/// <summary>Finds the meaning of a word.</summary>
internal static class SqlWords
{
    private const int LongestPacked = 8;

    // Words of at most eight letters lie in a table by a hash of their packed letters; a clean text asks it for every word it has.
    private static readonly (ulong Letters, SqlWord Word)[] Short = new (ulong, SqlWord)[4096];
    private static readonly FrozenDictionary<string, SqlWord>.AlternateLookup<ReadOnlySpan<char>> Long;

    static SqlWords()
    {
        Dictionary<string, SqlWord> words = new(StringComparer.OrdinalIgnoreCase);
        foreach ((SqlWord word, string names) in Names())
            foreach (string name in names.Split(' ')) words.Add(name, word);
        foreach ((string name, SqlWord word) in words)
        {
            if (name.Length > LongestPacked || Pack(name) is not { } letters) continue;
            int slot = Slot(letters);
            while (Short[slot].Letters != 0) slot = (slot + 1) % Short.Length;
            Short[slot] = (letters, word);
        }
        Long = words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The meaning; none for a word of no interest.</summary>
    public static SqlWord Of(ReadOnlySpan<char> word)
    {
        if (word.Length > LongestPacked) return Long.TryGetValue(word, out SqlWord found) ? found : SqlWord.None;
        if (Pack(word) is not { } letters) return SqlWord.None;
        for (int slot = Slot(letters); Short[slot].Letters != 0; slot = (slot + 1) % Short.Length)
            if (Short[slot].Letters == letters) return Short[slot].Word;
        return SqlWord.None;
    }

    private static int Slot(ulong letters) => (int)((letters * 0x9E3779B97F4A7C15) >> 52);

    private static ulong? Pack(ReadOnlySpan<char> word)
    {
        ulong letters = 0;
        foreach (char letter in word)
        {
            if (letter >= 128) return null;
            letters = (letters << 8) | (uint)(char.IsAsciiLetterUpper(letter) ? letter | 0x20 : letter);
        }
        return letters;
    }

    private static IEnumerable<(SqlWord Word, string Names)> Names() =>
    [
        (SqlWord.And, "and"), (SqlWord.Or, "or"), (SqlWord.Xor, "xor div mod"), (SqlWord.Not, "not"),
        (SqlWord.Union, "union intersect except minus"), (SqlWord.All, "all distinct distinctrow"), (SqlWord.Select, "select"), (SqlWord.From, "from"),
        (SqlWord.Where, "where"), (SqlWord.Having, "having"), (SqlWord.Order, "order"), (SqlWord.Group, "group"), (SqlWord.By, "by"),
        (SqlWord.Limit, "limit offset"), (SqlWord.Top, "top"), (SqlWord.Case, "case"), (SqlWord.When, "when"), (SqlWord.Exists, "exists"),
        (SqlWord.Null, "null"), (SqlWord.True, "true false"), (SqlWord.Like, "like rlike regexp ilike glob sounds similar"), (SqlWord.In, "in"), (SqlWord.Is, "is"),
        (SqlWord.Between, "between"), (SqlWord.Insert, "insert replace"), (SqlWord.Into, "into"), (SqlWord.Update, "update"), (SqlWord.Set, "set"),
        (SqlWord.Delete, "delete"), (SqlWord.Define, "drop alter create truncate"),
        (SqlWord.Object, "table database view index function user role schema login trigger extension alias tablespace"),
        (SqlWord.Execute, "exec execute"), (SqlWord.As, "as"), (SqlWord.Declare, "declare"), (SqlWord.Shutdown, "shutdown"), (SqlWord.Waitfor, "waitfor"), (SqlWord.Delay, "delay"),
        (SqlWord.Begin, "begin"), (SqlWord.If, "if iif"), (SqlWord.Call, "call"), (SqlWord.Values, "values"), (SqlWord.Procedure, "procedure"),
        (SqlWord.Outfile, "outfile dumpfile"), (SqlWord.Merge, "merge copy backup restore pragma attach load"), (SqlWord.Grant, "grant revoke"),
        (SqlWord.Cast, "cast convert char nchar chr ascii substr substring mid concat concat_ws group_concat string_agg hex unhex ord count sum version " +
            "current_user session_user system_user elt make_set exp floor rand round ifnull nullif coalesce greatest least md5 sha1 length len upper lower " +
            "repeat json_keys gtid_subset name_const geometrycollection multipoint polygon multipolygon linestring multilinestring utc_timestamp now"),
        (SqlWord.Slow, "sleep pg_sleep benchmark randomblob generate_series receive_message get_lock"),
        (SqlWord.Inside, "load_file lo_import lo_export pg_read_file pg_ls_dir load_extension extractvalue updatexml xmltype utl_http utl_inaddr utl_file utl_smtp " +
            "dbms_pipe dbms_lock dbms_utility dbms_xmlgen dbms_java dbms_session user_lock ctxsys httpuritype xp_cmdshell xp_regread xp_regwrite xp_dirtree xp_fileexist " +
            "sp_executesql sp_oacreate sp_password sp_configure openrowset opendatasource openquery information_schema sysobjects syscolumns sysusers " +
            "sysmaster mysql.user sqlite_master pg_catalog pg_user pg_shadow all_tables user_tables all_users rdb$relations rdb$fields rdb$database rdb$functions rdb$types " +
            "msysaccessobjects sysibm syscat domain.domains domain.columns domain.tables regexp_substring dblink_connect current_setting ora_sqls"),
    ];
}
