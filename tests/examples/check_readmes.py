"""Usage: check_readmes.py SOURCE QUICKSTART PLUGIN PATRON: what the READMEs of quickstart, plugin, wholesale and cli show is what their commands print. An indented command, or several that lead up to it, stands before each
block of output; a line "[...]" stands for sections that are left out. With --write as the last argument the blocks are made anew: sections that are shown stay shown."""
import os
import re
import subprocess
import sys
import tempfile

from check_page import GAP, compare, sections

BLOCK = re.compile(r"((?:^    \S[^\n]*\n)+)\n```\n(.*?)^```\n", flags=re.M | re.S)


def printed(commands, folder):
    """What the last command prints. What is compiled in the README is there as the build made it: only the call behind it is run."""
    out = None
    environment = dict(os.environ, PATH=os.path.join(folder, "bin") + os.pathsep + os.environ["PATH"])
    for command in commands.splitlines():
        line = command.rsplit("&& ./")[-1]
        done = subprocess.run(line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
        if done.returncode != 0:
            raise RuntimeError(f"{command.strip()}: exit {done.returncode} {done.stderr}")
        out = done.stdout
    return out


def shortened(shown, out):
    """The output with gaps for the sections that were not shown."""
    heads = {part[0][:6] for part in shown if part != [GAP]}
    parts = []
    for part in sections(out):
        if part[0][:6] in heads:
            parts.append("\n".join(part))
        elif parts[-1:] != [GAP]:
            parts.append(GAP)
    return "\n\n".join(parts) + "\n"


def check(path, programs, root, write):
    with open(path, encoding="utf-8") as handle:
        text = handle.read()
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.join(root, "examples"), os.path.join(folder, "examples"))
        os.mkdir(os.path.join(folder, "bin"))
        for name, place in programs.items():
            os.symlink(place, os.path.join(folder, "bin", name))

        def renew(found):
            out = printed(found.group(1), folder)
            if write:
                return f"{found.group(1)}\n```\n{shortened(sections(found.group(2)), out)}```\n"
            wrong.extend(f"{path}: {line}" for line in compare(sections(found.group(2)), sections(out)))
            return found.group(0)

        renewed = BLOCK.sub(renew, text)
    if len(BLOCK.findall(text)) != text.count("\n```\n") / 2:
        wrong.append(f"{path}: a block without a command before it")
    if write:
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(renewed)
    return wrong


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    root = os.path.abspath(arguments[0])
    programs = dict(zip(("quickstart", "plugin", "patron"), (os.path.abspath(argument) for argument in arguments[1:])))
    examples = ("quickstart", "plugin", "wholesale", "cli")
    wrong = []
    for name in examples:
        wrong += check(os.path.join(root, "examples", name, "README.md"), programs, root, "--write" in sys.argv)
    print("\n".join(wrong) or "the READMEs of " + ", ".join(examples) + " show what happens")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
