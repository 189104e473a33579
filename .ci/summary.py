#!/usr/bin/python3
"""Sums the results of all test assemblies: summary.py FOLDER COUNT reads the trx files of a test run and prints, as the last line,
"N passed, N failed, N skipped".

Exit code 1 when a test failed or was skipped, when a run ended with an error, when there are fewer results than the COUNT of test
assemblies, or when one has no test.
"""

import os
import sys
import xml.etree.ElementTree as xml

NAMESPACE = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"


def main(folder, assemblies):
    passed = failed = skipped = 0
    is_well = True
    names = sorted(name for name in os.listdir(folder) if name.endswith(".trx"))
    for name in names:
        root = xml.parse(os.path.join(folder, name)).getroot()
        if root.find(f".//{NAMESPACE}UnitTestResult") is None:
            print(f"{name}: no test ran")
            is_well = False
        summary = root.find(NAMESPACE + "ResultSummary")
        if summary.get("outcome") not in ("Completed", "Passed"):
            print(f"{name}: the run ended as {summary.get('outcome')}")
            is_well = False
        for result in root.iter(NAMESPACE + "UnitTestResult"):
            outcome = result.get("outcome")
            if outcome == "Passed":
                passed += 1
            elif outcome == "NotExecuted":
                skipped += 1
                print(f"skipped: {result.get('testName')}")
            else:
                failed += 1
                print(f"{outcome}: {result.get('testName')}")
    print(f"results of {len(names)} test assemblies of {assemblies}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if is_well and len(names) == assemblies and not failed and not skipped else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
