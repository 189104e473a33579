using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>Which types of an assembly implement IPlugin, themselves or through a base type. Each type is looked at once, so that a chain of bases of any length costs its length.</summary>
/// <param name="reader">The metadata.</param>
internal sealed class Ancestry(MetadataReader reader)
{
    // By row of the table of types, of which the first is 1.
    private readonly Answer[] _answers = new Answer[reader.TypeDefinitions.Count + 1];
    private readonly Stack<int> _descendants = new();

    private enum Answer : byte
    {
        None,

        /// <summary>Asked for, and not yet answered: what meets it is its own ancestor, which a damaged file can have.</summary>
        UnderWay,
        Yes,
        No,
        Elsewhere,
    }

    /// <summary>Tells whether a type implements IPlugin.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Null when a base type lies in another assembly or nowhere.</returns>
    public bool? ImplementsPlugin(TypeDefinitionHandle type)
    {
        Answer answer = Answer.None;
        for (TypeDefinitionHandle next = type; answer == Answer.None;)
        {
            int row = MetadataTokens.GetRowNumber(next);
            answer = _answers[row];
            if (answer == Answer.None)
            {
                _answers[row] = Answer.UnderWay;
                _descendants.Push(row);
                answer = Look(reader.GetTypeDefinition(next), out next);
            }
            else if (answer == Answer.UnderWay)
            {
                answer = Answer.Elsewhere;
            }
        }

        while (_descendants.TryPop(out int row))
            _answers[row] = answer;
        return answer switch { Answer.Yes => true, Answer.No => false, _ => null };
    }

    // None: as its base type, which is in the same assembly.
    private Answer Look(TypeDefinition type, out TypeDefinitionHandle parent)
    {
        parent = default;
        if (NamesPlugin(type))
            return Answer.Yes;

        // None at all for an interface; a constructed generic type otherwise, whose arguments say nothing of interest.
        if (type.BaseType.IsNil)
            return Answer.No;
        if (type.BaseType.Kind == HandleKind.TypeDefinition)
        {
            parent = (TypeDefinitionHandle)type.BaseType;
            return Answer.None;
        }

        return type.BaseType.Kind == HandleKind.TypeReference && IsRoot(reader.GetTypeReference((TypeReferenceHandle)type.BaseType)) ? Answer.No : Answer.Elsewhere;
    }

    private bool IsRoot(TypeReference reference) => reader.StringComparer.Equals(reference.Namespace, "System")
        && (reader.StringComparer.Equals(reference.Name, "Object") || reader.StringComparer.Equals(reference.Name, "ValueType")
            || reader.StringComparer.Equals(reference.Name, "Enum") || reader.StringComparer.Equals(reference.Name, "MulticastDelegate"));

    private bool NamesPlugin(TypeDefinition type)
    {
        foreach (InterfaceImplementationHandle handle in type.GetInterfaceImplementations())
        {
            EntityHandle implemented = reader.GetInterfaceImplementation(handle).Interface;
            if (implemented.Kind != HandleKind.TypeReference)
                continue;
            TypeReference reference = reader.GetTypeReference((TypeReferenceHandle)implemented);
            if (reader.StringComparer.Equals(reference.Name, nameof(IPlugin))
                && reader.StringComparer.Equals(reference.Namespace, typeof(IPlugin).Namespace!))
                return true;
        }

        return false;
    }
}
