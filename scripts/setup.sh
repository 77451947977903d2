#!/usr/bin/env bash
# Makes the virtual environment .venv with the exact versions of requirements.lock. Run by make; running it again does
# nothing until requirements.lock or this file changes.
#
# PYTHON        the interpreter to use (default: python3; as root one that other users can read, if there is one)
# TORCH_INDEX   where to look first for torch without CUDA on machines without a GPU (empty: nowhere)
set -euo pipefail
cd "$(dirname "$0")/.."

TORCH_INDEX="${TORCH_INDEX-https://download.pytorch.org/whl/cpu}"
VENV=.venv
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
log="$PWD/dist/setup.log"

say() { printf '%s\n' "$*"; }
stop() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}
can_make_venv() { "$1" -c 'import ensurepip, venv, sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; }
readable_by_all() { # whether every folder on the way to the interpreter and its library can be entered by other users
  "$1" - <<'EOF' >/dev/null 2>&1
import os, sys
from pathlib import Path
for start in (Path(sys.executable).resolve(), Path(os.__file__).resolve()):
    for folder in start.parents:
        if not folder.stat().st_mode & 0o001:
            sys.exit(1)
EOF
}

choose_python() {
  if [[ -n "${PYTHON:-}" ]]; then
    can_make_venv "$PYTHON" || stop "PYTHON=$PYTHON is not Python 3.10 or later with the modules venv and ensurepip."
    return
  fi
  local candidate
  # The strongest sandbox gives every test a user of its own, who must be able to read the interpreter.
  if [[ "$(uname -s)" == Linux && "$(id -u)" == 0 ]]; then
    for candidate in python3 /usr/bin/python3 /usr/local/bin/python3; do
      if can_make_venv "$candidate" && readable_by_all "$candidate"; then
        PYTHON="$candidate"
        return
      fi
    done
  fi
  for candidate in python3 python; do
    if can_make_venv "$candidate"; then
      PYTHON="$candidate"
      return
    fi
  done
  stop "no Python 3.10 or later with venv was found; install it (Debian and Ubuntu: apt-get install python3-venv), or name one with PYTHON=..."
}

stamp="$(cat requirements.lock scripts/setup.sh | cksum)"
if [[ -f $VENV/.ready && "$(cat $VENV/.ready)" == "$stamp" ]]; then
  exit 0
fi
mkdir -p dist
: >"$log"
trap 'printf "setup: it did not finish; the last lines of %s say why:\n" "$log" >&2; tail -n 5 "$log" >&2' ERR

if [[ ! -x $VENV/bin/python ]]; then
  choose_python
  say "Setting up .venv with $("$PYTHON" --version) (once; a few minutes, mostly torch) ..."
  "$PYTHON" -m venv $VENV >>"$log" 2>&1
else
  say "Bringing .venv up to date ..."
fi
rm -f $VENV/.ready
pip() { $VENV/bin/python -m pip install --quiet "$@" >>"$log" 2>&1; }

# torch and torchvision come from one index, in one step: builds of different indexes do not work together. So no other
# place that pip may have been told of has a say in the first attempt, and what was installed is tried before it counts.
from_index() {
  env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL -u PIP_NO_INDEX PIP_CONFIG_FILE=/dev/null \
    $VENV/bin/python -m pip install --quiet --retries 0 --timeout 15 --index-url "$@" >>"$log" 2>&1
}
locked() { sed -nE "s/^($1==[^ ;]+).*/\\1/p" requirements.lock; }
torch="$(locked torch)" torchvision="$(locked torchvision)"
[[ -n "$torch" && -n "$torchvision" ]] || stop "requirements.lock names no torch and torchvision; restore that file."
together() { # whether the locked versions, of any build (2.14.1+cpu is 2.14.1), are there and fit each other
  $VENV/bin/python - "$torch" "$torchvision" <<'EOF' >/dev/null 2>&1
import sys, torch, torchvision
have = [f"{package.__name__}=={package.__version__.partition('+')[0]}" for package in (torch, torchvision)]
sys.exit(have != sys.argv[1:])
EOF
}
have_gpu() { command -v nvidia-smi >/dev/null 2>&1 && nvidia-smi -L 2>/dev/null | grep -q GPU; }
if ! together; then
  installed=no
  if [[ "$(uname -s)" == Linux && -n "$TORCH_INDEX" ]] && ! have_gpu; then
    if from_index "$TORCH_INDEX" "$torch" "$torchvision" && together; then
      installed=yes
    else
      say "  $TORCH_INDEX cannot be reached; taking the larger build of torch from the usual index ..."
    fi
  fi
  if [[ $installed == no ]]; then
    $VENV/bin/python -m pip uninstall --quiet --yes torch torchvision >>"$log" 2>&1 || true
    pip "$torch" "$torchvision"
  fi
fi
pip -r requirements.lock
$VENV/bin/python -c 'import torch, torchvision, msgspec, rich' >>"$log" 2>&1
printf '%s' "$stamp" >$VENV/.ready
say "Set up: $($VENV/bin/python -c 'import platform, torch; print(f"Python {platform.python_version()}, torch {torch.__version__}")')."
