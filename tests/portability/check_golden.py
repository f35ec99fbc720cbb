"""Usage: check_golden.py native PROGRAM SOURCE | NAME SOURCE WORK DEFINE...: the digests of golden.c against golden.txt.

NAME is one of PLATFORMS: the engine is compiled as it is, with no configuration but the DEFINEs of the version, linked with golden and run, through an emulator where the machine needs one.
What is not installed is skipped by name."""
import concurrent.futures
import glob
import os
import shutil
import subprocess
import sys

SKIPPED = 77
LANGUAGE = ["-std=c11", "-ffp-contract=off", "-fno-math-errno"]
SSE = ["-msse2", "-mfpmath=sse"]
PLATFORMS = {  # compiler and its flags, what to link with, what runs the program
    "gcc-O0": (["gcc", "-O0"], ["-pthread", "-lm"], []),
    "gcc-O3": (["gcc", "-O3"], ["-pthread", "-lm"], []),
    "clang-O0": (["clang", "-O0"], ["-pthread", "-lm"], []),
    "clang-O3": (["clang", "-O3"], ["-pthread", "-lm"], []),
    "i386": (["gcc", "-m32", *SSE, "-O2"], ["-pthread", "-lm"], []),
    "arm64": (["aarch64-linux-gnu-gcc", "-O2"], ["-static", "-pthread", "-lm"], ["qemu-aarch64"]),
    "s390x": (["s390x-linux-gnu-gcc", "-O2"], ["-static", "-pthread", "-lm"], ["qemu-s390x"]),
    "musl": (["musl-gcc", "-O2"], ["-static", "-pthread"], []),
    "windows": (["x86_64-w64-mingw32-gcc", "-O2"], ["-static"], ["wine64"]),
    "windows-dll": (["x86_64-w64-mingw32-gcc", "-O2", "-DPATRON_SHARED"], [], ["wine64"]),
}
ELSEWHERE = {"wine64": "/usr/lib/wine/wine64"}  # Debian keeps it out of the way


def found(program):
    return shutil.which(program) or (ELSEWHERE[program] if os.path.exists(ELSEWHERE.get(program, "")) else None)


def digests(text):
    return dict(line.split() for line in text.replace("\r", "").splitlines() if line.strip())


def compare(name, text, source):
    with open(os.path.join(source, "tests", "portability", "golden.txt"), encoding="utf-8") as handle:
        expected = digests(handle.read())
    got = digests(text)
    wrong = [key for key in {**expected, **got} if expected.get(key) != got.get(key)]
    for key in wrong:
        print(f"{name}: {key} is {got.get(key, 'missing')}, expected {expected.get(key, 'nothing')}")
    if wrong:
        print("Where the change is meant, `meson compile golden-expected` writes tests/portability/golden.txt anew.")
        return 1
    print(f"{name}: {len(got)} digests as expected")
    return 0 if got else 1


def run(command, source, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, cwd=source, env=environment)
    if done.returncode != 0:
        print(f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        sys.exit(1)
    return done.stdout


def works(compiler, links, runner, work, environment):
    """Whether a program of one line can be made and run here."""
    test = os.path.join(work, "probe.c")
    with open(test, "w", encoding="utf-8") as handle:
        handle.write("#include <stdlib.h>\nint main(void) { return 0; }\n")
    made = subprocess.run([*compiler, test, "-o", test + ".exe", *links], capture_output=True).returncode == 0
    return made and subprocess.run([*runner, test + ".exe"], capture_output=True, env=environment).returncode == 0


def compiled(compiler, defines, files, work, source):
    prefix = ["ccache"] if shutil.which("ccache") else []
    objects = [os.path.join(work, file.replace("/", "_") + ".o") for file in files]
    commands = [[*prefix, *compiler, "-c", *LANGUAGE, *defines, "-Iinclude", "-Isrc", file, "-o", target] for file, target in zip(files, objects)]
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("PATRON_JOBS", os.cpu_count() or 1))) as pool:
        list(pool.map(lambda command: run(command, source), commands))
    return objects


def main():
    if sys.argv[1] == "native":
        program, source = sys.argv[2:4]
        return compare("native", run([program, "examples"], source), source)
    name, source, work, *defines = sys.argv[1:]
    compiler, links, runner = PLATFORMS[name]
    for tool in [compiler[0], *runner]:
        if not found(tool):
            print(f"{name}: {tool} is not here: skipped")
            return SKIPPED
    runner = [found(tool) for tool in runner]
    work = os.path.join(work, name)
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    environment = dict(os.environ, WINEPREFIX=os.path.join(os.path.dirname(work), "wine"), WINEDEBUG="-all")
    if not works(compiler, links, runner, work, environment):
        print(f"{name}: {compiler[0]} or its libraries do not make a program that runs here: skipped")
        return SKIPPED
    floors = ["base", "table", "rules", "stages", "engine"]
    engine = sorted(os.path.relpath(file, source) for floor in floors for file in glob.glob(os.path.join(source, "src", floor, "**", "*.c"), recursive=True))
    objects = compiled(compiler, ["-DPATRON_BUILDING", *defines], engine, work, source)
    if name == "windows-dll":
        library = os.path.join(work, "patron.dll")
        run([*compiler, "-shared", *objects, "-o", library, "-Wl,--out-implib," + library + ".a", "-static-libgcc"], source)
        objects = [library + ".a"]
    golden = sorted(os.path.relpath(file, source) for file in glob.glob(os.path.join(source, "tests", "portability", "golden*.c")))
    program = os.path.join(work, "golden.exe")
    run([*compiler, *LANGUAGE, "-Iinclude", *golden, *objects, "-o", program, *links], source)
    return compare(name, run([*runner, program, "examples"], source, environment), source)


if __name__ == "__main__":
    sys.exit(main())
