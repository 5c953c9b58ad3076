"""A Python of a script's own, with packages that nobody here wrote: made on the first call in the user's cache folder, never in the repository."""
import importlib
import os
import pathlib
import subprocess
import sys
import venv

# What a script ends with that cannot be run here: whoever calls it says so, and goes on.
CANNOT_BE_HAD = 75


def enter(script, modules, pinned):
    """Runs the script again with a Python that has these modules, unless this one has them. STEMMA_<SCRIPT>_PYTHON names another one."""
    name = pathlib.Path(script).name
    variable = f"STEMMA_{name.upper()}"
    try:
        for module in modules:
            importlib.import_module(module)
        return
    except ImportError:
        pass
    if os.environ.get(f"{variable}_INSIDE"):
        sys.exit(f"{name}: the environment lacks one of {', '.join(modules)}")
    python = os.environ.get(f"{variable}_PYTHON")
    if not python:
        caches = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
        folder = caches / "stemma" / name
        python = str(folder / "bin" / "python")
        done = folder / "installed"
        if not done.exists() or done.read_text() != "\n".join(pinned):
            try:
                venv.create(folder, with_pip=True)
                subprocess.run([python, "-m", "pip", "install", "--quiet", *pinned], check=True)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{name}: {', '.join(pinned)} cannot be installed: {error}", file=sys.stderr)
                sys.exit(CANNOT_BE_HAD)
            done.write_text("\n".join(pinned))
    os.environ[f"{variable}_INSIDE"] = "1"
    os.execv(python, [python, script, *sys.argv[1:]])
