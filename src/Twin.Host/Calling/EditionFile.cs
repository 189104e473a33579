using Google.Protobuf.Reflection;

namespace Twin.Host.Calling;

/// <summary>Says a file that is written in an edition of protobuf in the words of proto2, which this runtime understands.</summary>
/// <remarks>
/// Editions state for each field what the syntax stated for all of them (protobuf.dev, "Feature Settings for Editions"): presence, packing and delimited messages become
/// labels, options and groups. A field without presence gets one, which changes nothing on the wire that a reader could tell apart.
/// </remarks>
internal static class EditionFile
{
    /// <summary>Rewrites a file; one in proto2 or proto3 stays as it is.</summary>
    /// <param name="file">The file.</param>
    public static void Rewrite(FileDescriptorProto file)
    {
        if (file.Syntax != "editions")
        {
            return;
        }

        FeatureSet features = Join(
            new FeatureSet
            {
                FieldPresence = FeatureSet.Types.FieldPresence.Explicit,
                RepeatedFieldEncoding = FeatureSet.Types.RepeatedFieldEncoding.Packed,
                MessageEncoding = FeatureSet.Types.MessageEncoding.LengthPrefixed,
            },
            file.Options?.Features);
        file.Syntax = "proto2";
        file.ClearEdition();
        foreach (DescriptorProto message in file.MessageType)
        {
            Rewrite(message, features);
        }

        foreach (FieldDescriptorProto extension in file.Extension)
        {
            Rewrite(extension, features, []);
        }
    }

    private static FeatureSet Join(FeatureSet outer, FeatureSet? inner)
    {
        FeatureSet joined = outer.Clone();
        if (inner is not null)
        {
            joined.MergeFrom(inner);
        }

        return joined;
    }

    private static void Rewrite(DescriptorProto message, FeatureSet outer)
    {
        FeatureSet features = Join(outer, message.Options?.Features);
        HashSet<string> maps = [.. message.NestedType.Where(nested => nested.Options?.MapEntry ?? false).Select(nested => nested.Name)];
        foreach (FieldDescriptorProto field in message.Field.Concat(message.Extension))
        {
            Rewrite(field, features, maps);
        }

        foreach (DescriptorProto nested in message.NestedType)
        {
            // What a map's entry is made of is given once and for all.
            if (!maps.Contains(nested.Name))
            {
                Rewrite(nested, features);
            }
        }
    }

    private static void Rewrite(FieldDescriptorProto field, FeatureSet outer, HashSet<string> maps)
    {
        FeatureSet features = Join(outer, field.Options?.Features);
        if (field.Label == FieldDescriptorProto.Types.Label.Repeated)
        {
            if (field.Type is not (FieldDescriptorProto.Types.Type.String or FieldDescriptorProto.Types.Type.Bytes
                or FieldDescriptorProto.Types.Type.Message or FieldDescriptorProto.Types.Type.Group))
            {
                field.Options ??= new FieldOptions();
                field.Options.Packed = features.RepeatedFieldEncoding == FeatureSet.Types.RepeatedFieldEncoding.Packed;
            }
        }
        else if (features.FieldPresence == FeatureSet.Types.FieldPresence.LegacyRequired)
        {
            field.Label = FieldDescriptorProto.Types.Label.Required;
        }

        bool isMap = maps.Contains(field.TypeName[(field.TypeName.LastIndexOf('.') + 1)..]);
        if (field.Type == FieldDescriptorProto.Types.Type.Message && features.MessageEncoding == FeatureSet.Types.MessageEncoding.Delimited && !isMap)
        {
            field.Type = FieldDescriptorProto.Types.Type.Group;
        }
    }
}
