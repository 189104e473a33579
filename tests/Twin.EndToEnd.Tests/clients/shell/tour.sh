#!/usr/bin/env bash
# A tour of a running twin with 'twin call': nothing but the executable is needed, no .proto file and no stubs.
#
#   tour.sh [HOST:PORT]        TWIN is the command that starts twin, if not 'twin'
set -euo pipefail

address="${1:-127.0.0.1:50051}"
read -ra twin <<< "${TWIN:-twin}"
call() { "${twin[@]}" call "$@" --address "$address"; }

# What there is, and what a method takes.
call list
call describe OverrideActuator

# Where the run is, and what it draws now.
call GetStatus
call SignalService/Read --data '{"selection": {"globs": ["inlet-power", "asic0/mmu/temperature"]}}'

# Turn a knob: a fan at 80 % until it is released.
call OverrideActuator --data '{"path": "fan0/speed", "value": {"text": "80 %"}}'
call ReleaseActuator --data '{"path": "fan0/speed"}'

# Break a part and mend it. Sampled at simulated times: the dictionary, then three rows of numbers.
call InjectFault --data '{"path": "els00/laser-dead0"}'
call SignalService/Subscribe --max 4 --compact --data '{"selection": {"globs": ["els00/laser0/power", "port00/state"]}, "sampled": {"periodMs": 100}}'
call ListActive --data '{"filter": {"globs": ["els00/**"]}}'
call ClearFault --data '{"path": "els00/laser-dead0"}'
