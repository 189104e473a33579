namespace Twin.Physics.LinearAlgebra;

/// <summary>Orders the unknowns of a symmetric pattern so that elimination creates few new entries: approximate minimum degree.</summary>
/// <remarks>
/// Quotient graph with element absorption, approximate external degrees and merging of indistinguishable variables, after P. R. Amestoy,
/// T. A. Davis, I. S. Duff, "An approximate minimum degree ordering algorithm", SIAM J. Matrix Anal. Appl. 17 (1996) 886,
/// doi:10.1137/S0895479894278952. Runs once per pattern and allocates; the same pattern always gives the same order.
/// </remarks>
internal sealed class MinimumDegreeOrdering
{
    private readonly int _size;

    // Quotient graph: for a variable, neighbours not yet covered by an element, and the elements it belongs to; for an element, its variables.
    private readonly List<int>[] _variables;
    private readonly List<int>[] _elements;

    // Number of original unknowns a principal variable stands for; 0 once it is merged or eliminated.
    private readonly int[] _weights;
    private readonly bool[] _isLiveElement;
    private readonly int[] _degrees;

    // Doubly linked lists of variables with equal degree, so that the next pivot is found without a search.
    private readonly int[] _heads;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _marks;
    private readonly int[] _elementMarks;
    private readonly int[] _outsideWeights;
    private readonly List<int>[] _merged;
    private int _mark;

    private MinimumDegreeOrdering(SparsePattern pattern)
    {
        _size = pattern.Size;
        _variables = new List<int>[_size];
        _elements = new List<int>[_size];
        _merged = new List<int>[_size];
        _weights = new int[_size];
        _isLiveElement = new bool[_size];
        _degrees = new int[_size];
        _heads = new int[_size + 1];
        _next = new int[_size];
        _previous = new int[_size];
        _marks = new int[_size];
        _elementMarks = new int[_size];
        _outsideWeights = new int[_size];
        Array.Fill(_heads, -1);
        for (int i = _size - 1; i >= 0; i--)
        {
            ReadOnlySpan<int> row = pattern.Columns[pattern.RowStarts[i]..pattern.RowStarts[i + 1]];
            _variables[i] = new List<int>(row.Length);
            foreach (int j in row)
            {
                if (j != i)
                {
                    _variables[i].Add(j);
                }
            }

            _elements[i] = [];
            _merged[i] = [i];
            _weights[i] = 1;
            Insert(i, _variables[i].Count);
        }
    }

    /// <summary>Returns the unknowns in order of elimination, a permutation of 0..size-1.</summary>
    public static int[] Order(SparsePattern pattern) => new MinimumDegreeOrdering(pattern).Run();

    private int[] Run()
    {
        int[] order = new int[_size];
        int ordered = 0;
        int degree = 0;
        List<int> front = [];
        while (ordered < _size)
        {
            while (_heads[degree] < 0)
            {
                degree++;
            }

            int pivot = _heads[degree];
            Remove(pivot);
            foreach (int unknown in _merged[pivot])
            {
                order[ordered++] = unknown;
            }

            FormElement(pivot, front);
            UpdateFront(pivot, front, _size - ordered);
            degree = 0;
        }

        return order;
    }

    /// <summary>Turns the pivot into an element whose variables are all that it touched, and absorbs the elements it belonged to.</summary>
    private void FormElement(int pivot, List<int> front)
    {
        front.Clear();
        int mark = ++_mark;
        _marks[pivot] = mark;
        AddToFront(_variables[pivot], front, mark);
        foreach (int element in _elements[pivot])
        {
            if (_isLiveElement[element])
            {
                AddToFront(_variables[element], front, mark);
                _isLiveElement[element] = false;
                _variables[element] = [];
            }
        }

        _weights[pivot] = 0;
        _elements[pivot] = [];
        _variables[pivot] = [.. front];
        _isLiveElement[pivot] = true;
    }

    private void AddToFront(List<int> variables, List<int> front, int mark)
    {
        foreach (int variable in variables)
        {
            if (_weights[variable] > 0 && _marks[variable] != mark)
            {
                _marks[variable] = mark;
                front.Add(variable);
            }
        }
    }

    /// <summary>Brings the adjacency and the degree bound of every variable in the front up to date (section 3 of the paper).</summary>
    private void UpdateFront(int pivot, List<int> front, int remaining)
    {
        // The front's members still carry the mark of FormElement.
        int frontMark = _mark;
        int frontWeight = 0;
        foreach (int variable in front)
        {
            Remove(variable);
            frontWeight += _weights[variable];
        }

        // 1. Weight of each neighbouring element outside the front.
        int scan = ++_mark;
        foreach (int variable in front)
        {
            foreach (int element in _elements[variable])
            {
                if (!_isLiveElement[element])
                {
                    continue;
                }

                if (_elementMarks[element] != scan)
                {
                    _elementMarks[element] = scan;
                    _outsideWeights[element] = WeightOf(_variables[element]);
                }

                _outsideWeights[element] -= _weights[variable];
            }
        }

        // 2. Prune lists, bound the degrees, and hash for the merge.
        Dictionary<long, List<int>> buckets = [];
        foreach (int variable in front)
        {
            List<int> elements = _elements[variable];
            int external = 0;
            int kept = 0;
            long hash = 0;
            for (int i = 0; i < elements.Count; i++)
            {
                int element = elements[i];

                // An element wholly inside the front says nothing that the new one does not: absorb it.
                if (!_isLiveElement[element] || _outsideWeights[element] == 0)
                {
                    continue;
                }

                elements[kept++] = element;
                external += _outsideWeights[element];
                hash += element;
            }

            elements.RemoveRange(kept, elements.Count - kept);
            elements.Add(pivot);
            hash += pivot;
            List<int> neighbours = _variables[variable];
            kept = 0;
            for (int i = 0; i < neighbours.Count; i++)
            {
                int neighbour = neighbours[i];

                // What lies in the front is covered by the new element.
                if (_weights[neighbour] == 0 || _marks[neighbour] == frontMark)
                {
                    continue;
                }

                neighbours[kept++] = neighbour;
                external += _weights[neighbour];
                hash += neighbour;
            }

            neighbours.RemoveRange(kept, neighbours.Count - kept);
            int inFront = frontWeight - _weights[variable];
            _degrees[variable] = Math.Min(
                Math.Min(remaining - _weights[variable], _degrees[variable] + inFront), external + inFront);
            if (!buckets.TryGetValue(hash, out List<int>? bucket))
            {
                buckets[hash] = bucket = [];
            }

            bucket.Add(variable);
        }

        // 3. Variables with the same neighbours will be eliminated together: merge them.
        foreach (int variable in front)
        {
            if (_weights[variable] > 0)
            {
                MergeTwins(variable, buckets[Hash(variable)]);
            }
        }

        // 4. Back into the degree lists, in reverse so that of equals the first named comes first.
        for (int i = front.Count - 1; i >= 0; i--)
        {
            if (_weights[front[i]] > 0)
            {
                Insert(front[i], Math.Max(0, _degrees[front[i]]));
            }
        }
    }

    private long Hash(int variable)
    {
        long hash = 0;
        foreach (int element in _elements[variable])
        {
            hash += element;
        }

        foreach (int neighbour in _variables[variable])
        {
            hash += neighbour;
        }

        return hash;
    }

    private void MergeTwins(int variable, List<int> candidates)
    {
        foreach (int other in candidates)
        {
            if (other == variable || _weights[other] == 0 || !SameNeighbours(variable, other))
            {
                continue;
            }

            _degrees[variable] -= _weights[other];
            _weights[variable] += _weights[other];
            _weights[other] = 0;
            _merged[variable].AddRange(_merged[other]);
            _merged[other] = [];
            _variables[other] = [];
            _elements[other] = [];
        }
    }

    private bool SameNeighbours(int first, int second)
    {
        if (_elements[first].Count != _elements[second].Count || _variables[first].Count != _variables[second].Count)
        {
            return false;
        }

        int mark = ++_mark;
        foreach (int element in _elements[first])
        {
            _elementMarks[element] = mark;
        }

        foreach (int neighbour in _variables[first])
        {
            _marks[neighbour] = mark;
        }

        foreach (int element in _elements[second])
        {
            if (_elementMarks[element] != mark)
            {
                return false;
            }
        }

        foreach (int neighbour in _variables[second])
        {
            if (_marks[neighbour] != mark)
            {
                return false;
            }
        }

        return true;
    }

    private int WeightOf(List<int> variables)
    {
        int kept = 0;
        int weight = 0;
        for (int i = 0; i < variables.Count; i++)
        {
            if (_weights[variables[i]] > 0)
            {
                weight += _weights[variables[i]];
                variables[kept++] = variables[i];
            }
        }

        variables.RemoveRange(kept, variables.Count - kept);
        return weight;
    }

    private void Insert(int variable, int degree)
    {
        _degrees[variable] = degree;
        _previous[variable] = -1;
        _next[variable] = _heads[degree];
        if (_heads[degree] >= 0)
        {
            _previous[_heads[degree]] = variable;
        }

        _heads[degree] = variable;
    }

    private void Remove(int variable)
    {
        if (_previous[variable] >= 0)
        {
            _next[_previous[variable]] = _next[variable];
        }
        else
        {
            _heads[_degrees[variable]] = _next[variable];
        }

        if (_next[variable] >= 0)
        {
            _previous[_next[variable]] = _previous[variable];
        }
    }
}
