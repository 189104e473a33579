// Each test starts a process that steps in real time: side by side they would take each other's time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
