namespace Grpc.Core;

/// <summary>Adds headers that show who calls.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
