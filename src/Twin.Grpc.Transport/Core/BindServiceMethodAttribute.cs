namespace Grpc.Core;

/// <summary>On a generated service base class: names the static method that binds its methods.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public class BindServiceMethodAttribute : Attribute
{
    /// <summary>Names the binding method.</summary>
    /// <param name="bindType">Type that holds the method.</param>
    /// <param name="bindMethodName">Name of a static method that takes a <see cref="ServiceBinderBase"/> and the service.</param>
    public BindServiceMethodAttribute(Type bindType, string bindMethodName)
    {
        BindType = bindType;
        BindMethodName = bindMethodName;
    }

    /// <summary>Type that holds the binding method.</summary>
    public Type BindType { get; }

    /// <summary>Name of the binding method.</summary>
    public string BindMethodName { get; }
}
