// A collection by another test would be charged to the thread that counts allocations, again and again.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
