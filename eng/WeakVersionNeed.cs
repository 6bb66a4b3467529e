using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Copies a 64-bit little-endian ELF file and marks its need of one symbol version as weak; a file without that need is copied as it is.</summary>
/// <remarks>Layout: ELF-64 Object File Format, version 1.5; section .gnu.version_r (SHT_GNU_verneed): Linux Standard Base, "Symbol Versioning".</remarks>
public sealed class WeakVersionNeed : Task
{
    private const uint VersionNeeds = 0x6FFFFFFE; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK

    /// <summary>The file as its package has it.</summary>
    [Required] public string Source { get; set; } = "";

    /// <summary>Where the copy goes.</summary>
    [Required] public string Destination { get; set; } = "";

    /// <summary>The version, such as GLIBCXX_3.4.32.</summary>
    [Required] public string Version { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        byte[] file = File.ReadAllBytes(Source);
        if (file.Length < 64 || file[0] != 0x7F || file[1] != 'E' || file[2] != 'L' || file[3] != 'F' || file[4] != 2 || file[5] != 1)
        {
            Log.LogError("{0} is no 64-bit little-endian ELF file.", Source);
            return false;
        }
        Mark(file);
        Directory.CreateDirectory(Path.GetDirectoryName(Destination)!);
        string beside = Destination + ".new";
        File.WriteAllBytes(beside, file);
        if (File.Exists(Destination)) File.Delete(Destination); // never written into: an output folder may have it open
        File.Move(beside, Destination);
        return true;
    }

    private void Mark(byte[] file)
    {
        long sections = BitConverter.ToInt64(file, 40);
        int size = BitConverter.ToUInt16(file, 58), count = BitConverter.ToUInt16(file, 60);
        for (int section = 0; section < count; section++)
        {
            int header = checked((int)(sections + (section * (long)size)));
            if (BitConverter.ToUInt32(file, header + 4) != VersionNeeds) continue;
            int names = checked((int)BitConverter.ToInt64(file, checked((int)(sections + (BitConverter.ToUInt32(file, header + 40) * (long)size))) + 24));
            int need = checked((int)BitConverter.ToInt64(file, header + 24));
            for (uint needs = BitConverter.ToUInt32(file, header + 44); needs > 0; needs--)
            {
                int version = checked(need + (int)BitConverter.ToUInt32(file, need + 8));
                for (int versions = BitConverter.ToUInt16(file, need + 2); versions > 0; versions--)
                {
                    if (Text(file, checked(names + (int)BitConverter.ToUInt32(file, version + 8))) == Version) file[version + 4] |= (byte)Weak;
                    version = checked(version + (int)BitConverter.ToUInt32(file, version + 12));
                }
                need = checked(need + (int)BitConverter.ToUInt32(file, need + 12));
            }
        }
    }

    private static string Text(byte[] file, int start) => Encoding.ASCII.GetString(file, start, Array.IndexOf(file, (byte)0, start) - start);
}
