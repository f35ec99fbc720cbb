"""Usage: check_locale.py DIRECTORY PRELOAD PROGRAM...: the programs pass under a locale that writes 0,5 for a half.

The locale is compiled into DIRECTORY from the system's sources; without them the test is skipped."""
import os
import shutil
import subprocess
import sys

NAME, SKIPPED = "de_DE.UTF-8", 77


def main():
    directory, preload, programs = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
    os.makedirs(directory, exist_ok=True)
    if not shutil.which("localedef") or not os.path.exists("/usr/share/i18n/locales/de_DE"):
        print("no localedef or no locale sources (Debian package locales): skipped")
        return SKIPPED
    if not os.path.exists(os.path.join(directory, NAME)):
        subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", os.path.join(directory, NAME)], check=True, capture_output=True)
    environment = dict(os.environ, LOCPATH=directory, LC_ALL=NAME, LANG=NAME, LD_PRELOAD=preload)
    failed = 0
    for program in programs:
        done = subprocess.run([program], capture_output=True, text=True, env=environment)
        if done.returncode not in (0, SKIPPED):
            print(f"{program}: exit {done.returncode}\n{done.stdout}{done.stderr}")
            failed = 1
    print(f"{len(programs)} programs under {NAME}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
