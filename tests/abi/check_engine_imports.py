"""Usage: check_engine_imports.py ARCHIVE: what the engine takes from outside. No files, streams, locale, environment, exit or signals;
of libm only what IEEE 754 makes exact. The list is of what is allowed, so that a new name is a decision."""
import re
import subprocess
import sys

ALLOWED = set("""
    malloc calloc realloc free aligned_alloc posix_memalign
    memcpy memmove memset memcmp bcmp memchr strlen strcmp strncmp strchr strrchr strstr strnlen bsearch qsort
    snprintf vsnprintf
    sqrt floor fabs
    pthread_create pthread_join pthread_attr_init pthread_attr_destroy pthread_attr_setstacksize pthread_sigmask sigfillset sigdelset
    pthread_mutex_init pthread_mutex_destroy pthread_mutex_lock pthread_mutex_unlock
    _GLOBAL_OFFSET_TABLE_
""".split())
# Compiler support: stack protection, checked copies, integer helpers, sanitizers and coverage counters.
SUPPORT = re.compile(r"__stack_chk_fail|__tls_get_addr|__(mem|str|v?snprintf)\w*_chk|__u?(div|mod|mul)[dst]i\d|__float\w+|__atomic_\w+|__(a|t|ub|l)san_\w+|__gcov_\w+|__sanitizer_\w+|__popcount\w+|__cpu_model|__cpu_indicator_init")


def main():
    archive = sys.argv[1]
    listing = subprocess.run(["nm", "-P", "-g", "-A", archive], capture_output=True, text=True, check=True).stdout
    defined, wanted = set(), {}
    for line in listing.splitlines():
        place, name, kind = line.split()[:3] if ":" in line.split()[0] else (line.split()[0], *line.split()[1:3])
        if kind == "U":
            wanted.setdefault(name, set()).add(place.split("[")[-1].rstrip("]:"))
        else:
            defined.add(name)
    wrong = [f"{name} (used in {', '.join(sorted(places))})" for name, places in sorted(wanted.items())
             if name not in defined and name not in ALLOWED and not SUPPORT.fullmatch(name)]
    if wrong:
        print("the engine may not use:\n  " + "\n  ".join(wrong))
        return 1
    print("from outside: " + " ".join(sorted(set(wanted) - defined)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
