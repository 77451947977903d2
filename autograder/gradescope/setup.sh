#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the autograder's image (Ubuntu 22.04, Python 3.10).
#
# Everything goes into a virtual environment: the system's python3 belongs to Gradescope's own harness. Running it again
# changes nothing that is already there. These may be set to other places: AUTOGRADER_ROOT, AUTOGRADER_SOURCE,
# AUTOGRADER_VENV, AUTOGRADER_PYTHON, and AUTOGRADER_TORCH_INDEX (empty: only the usual package index).
set -euo pipefail
umask 022

ROOT="${AUTOGRADER_ROOT:-/autograder}"
SOURCE="${AUTOGRADER_SOURCE:-$ROOT/source}"
VENV="${AUTOGRADER_VENV:-$ROOT/venv}"
PYTHON="${AUTOGRADER_PYTHON:-python3}"
TORCH_INDEX="${AUTOGRADER_TORCH_INDEX-https://download.pytorch.org/whl/cpu}"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
unset PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX PIP_USER

say() { printf 'setup.sh: %s\n' "$*"; }
stop() {
  printf 'setup.sh: FAILED: %s\n' "$*" >&2
  exit 1
}
trap 'printf "setup.sh: FAILED in line %s; the lines above say why.\n" "$LINENO" >&2' ERR

have_venv() { "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; }
have_seccomp() { "$PYTHON" -c 'import ctypes; ctypes.CDLL("libseccomp.so.2")' >/dev/null 2>&1; }
have_gpu() { command -v nvidia-smi >/dev/null 2>&1 && nvidia-smi -L 2>/dev/null | grep -q GPU; }

for file in manifest.json requirements.txt requirements.lock; do
  [[ -f "$SOURCE/$file" ]] || stop "$SOURCE holds no $file; upload autograder.zip as the build wrote it."
done

# What Python itself and the sandbox need from the system. Without a network, what is installed already must be enough.
packages=()
command -v "$PYTHON" >/dev/null 2>&1 || packages+=(python3)
have_venv || packages+=(python3-venv)
have_seccomp || packages+=(libseccomp2)
if ((${#packages[@]})); then
  if [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null 2>&1; then
    say "installing ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || say "apt-get update failed; going on with the package lists that are here"
    apt-get install -y -qq --no-install-recommends "${packages[@]}" || say "apt-get install failed"
  else
    say "these are missing and cannot be installed from here: ${packages[*]}"
  fi
fi
have_venv || stop "$PYTHON cannot make virtual environments; install python3-venv."
have_seccomp || say "warning: libseccomp2 is missing, so the grader will refuse to run hidden tests until it is installed"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
  stop "$("$PYTHON" --version) is too old; choose Ubuntu 22.04 or later in Gradescope's settings (Python 3.10)."

if ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
  say "making the virtual environment $VENV"
  "$PYTHON" -m venv --clear "$VENV"
fi
pip() { "$VENV/bin/python" -m pip install --quiet "$@"; }

# torch and torchvision come from one index, in one step: builds of different indexes do not work together. So the first
# attempt uses no other source that pip is configured with, and what it installed must import before it counts.
together() { "$VENV/bin/python" -c 'import torch, torchvision' >/dev/null 2>&1; }
from_index() {
  env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL -u PIP_NO_INDEX PIP_CONFIG_FILE=/dev/null \
    "$VENV/bin/python" -m pip install --quiet --retries 0 --timeout 15 --index-url "$@"
}
mapfile -t torch < <(sed -nE 's/^((torch|torchvision)==[^ ;]+).*/\1/p' "$SOURCE/requirements.lock")
installed=no
if [[ "$(uname -s)" == Linux && -n "$TORCH_INDEX" ]] && ! have_gpu; then
  say "installing ${torch[*]} for the CPU"
  if from_index "$TORCH_INDEX" "${torch[@]}" && together; then
    installed=yes
  else
    say "$TORCH_INDEX cannot be used from here; taking torch from the usual package index, which is a larger download"
  fi
fi
if [[ $installed == no ]]; then
  together || "$VENV/bin/python" -m pip uninstall --quiet --yes torch torchvision >/dev/null 2>&1 || true
  pip "${torch[@]}" || stop "torch could not be installed; see pip's lines above."
fi
# requirements.txt says which packages; requirements.lock says the exact version of each, and of what they need in turn.
pip -r "$SOURCE/requirements.txt" -c "$SOURCE/requirements.lock" ||
  stop "the packages in requirements.txt could not be installed; see pip's lines above."
versions="$("$VENV/bin/python" -c 'import platform, torch, torchvision, numpy, pytest, msgspec, rich, jinja2
print(f"Python {platform.python_version()}, torch {torch.__version__}")')" ||
  stop "the packages are installed but cannot be imported; remove $VENV and run this again."

# Student code runs as other users. They may use the interpreter, and must not read tests, solutions, mistakes and the seed.
mkdir -p "$ROOT/results"
[[ "$(id -u)" != 0 ]] || chown -R 0:0 "$SOURCE"
chmod a+rx "$ROOT" "$SOURCE" "$VENV"
chmod -R a+rX "$VENV"
chmod -R a+rX,go-w "$SOURCE"
for secret in tests solution mistakes manifest.json; do
  [[ ! -e "$SOURCE/$secret" ]] || chmod -R go-rwx "$SOURCE/$secret"
done
for secret in tests solution mistakes; do
  [[ ! -d "$SOURCE/$secret" ]] || chmod 0700 "$SOURCE/$secret"
done
chmod 0600 "$SOURCE/manifest.json"
chmod 0700 "$ROOT/results"
chmod 0755 "$SOURCE/setup.sh" "$SOURCE/run_autograder" 2>/dev/null || true

if [[ "$(id -u)" == 0 ]] && command -v setpriv >/dev/null 2>&1; then
  if ! setpriv --reuid=65534 --regid=65534 --clear-groups "$VENV/bin/python" -c 'import torch' >/dev/null 2>&1; then
    say "warning: other users cannot use $VENV/bin/python (is it inside a folder that only root can enter?), and student" \
      "code runs as one of them; set AUTOGRADER_PYTHON to an interpreter outside such folders, such as /usr/bin/python3"
  fi
fi
say "done: $versions"
