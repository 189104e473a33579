"""Reads an OpenMetrics exposition from standard input with the parser of prometheus_client and prints every sample as a line of JSON: name, labels, value."""
import json
import sys

from prometheus_client.openmetrics import parser

sys.stdin.reconfigure(encoding="utf-8", newline="\n")
for family in parser.text_string_to_metric_families(sys.stdin.read()):
    for sample in family.samples:
        print(json.dumps([sample.name, sample.labels, repr(float(sample.value))]))
