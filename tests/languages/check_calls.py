"""Usage: check_calls.py API -- LANGUAGE COMMAND... -- LANGUAGE COMMAND...: runs the tests of the bindings, each of which writes the names of the functions that it called to the file PATRON_CALLS names;
every public function of libpatron must have been called from two languages. Languages whose program is missing are skipped by name."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77


def run(language, command, directory):
    """The functions that were called, or None: the language is not here."""
    if shutil.which(command[0]) is None:
        print(f"{language}: {command[0]} is not installed: skipped")
        return None
    names = os.path.join(directory, language)
    done = subprocess.run(command, env=dict(os.environ, PATRON_CALLS=names), capture_output=True, text=True)
    print(f"--- {language}\n{done.stdout}{done.stderr}")
    if done.returncode != 0:
        sys.exit(f"{language} failed")
    with open(names, encoding="utf-8") as handle:
        return set(handle.read().split())


def main():
    with open(sys.argv[1], encoding="utf-8") as handle:
        public = [one["name"] for one in json.load(handle)["functions"] if one["library"] == "patron"]
    groups, found = [], {}
    for word in sys.argv[2:]:
        if word == "--":
            groups.append([])
        else:
            groups[-1].append(word)
    with tempfile.TemporaryDirectory() as directory:
        for language, *command in groups:
            called = run(language, command, directory)
            if called is not None:
                found[language] = called
    if len(found) < 2:
        print("fewer than two languages are here: skipped")
        return SKIPPED
    missing = 0
    for name in public:
        languages = [language for language, called in found.items() if name in called]
        if len(languages) < 2:
            missing += 1
            print(f"{name}: called from {', '.join(languages) or 'no language'}")
    print(f"{len(public)} functions, {missing} of them not called from two of {', '.join(found)}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
