/* Usage: golden EXAMPLES. One line per scenario, its name and a digest of all that the library answers: the same lines from every compiler, processor, word size, byte order and C library.
   What is assessed is drawn by whole numbers, or read from EXAMPLES (the folder of examples). golden.txt has the lines. */
#include "golden.h"

int main(int count, char **words)
{
  if (count != 2) {
    fprintf(stderr, "usage: golden EXAMPLES\n");
    return 2;
  }
  golden_rules();
  golden_pareto();
  golden_books(words[1]);
  golden_edges();
  golden_policies();
  return 0;
}
