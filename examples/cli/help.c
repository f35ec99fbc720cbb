/* patron help, and patron version. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

static const char overview[] =
  "patron: how important each customer is, and how to work with it\n"
  "\n"
  "  patron assess   INPUT...            decide, and show what matters on one page\n"
  "  patron explain  INPUT... CUSTOMER   why this customer got what it got\n"
  "  patron robust   INPUT...            how much of the rankings is the weights' and not the customers'\n"
  "  patron fit      INPUT... --out M    fit the rules to the facts: a model\n"
  "  patron apply    M INPUT... --out P  apply a model to facts\n"
  "  patron schema   [TABLE]             every table and column, with type, range and meaning\n"
  "  patron template DIR                 empty CSV files and the default policy to start from\n"
  "  patron version                      version of the program and its library\n"
  "  patron help     [COMMAND]           this page, or the options of a command\n"
  "\n"
  "INPUT is a folder of CSV files named after fact tables (customers.csv, contacts.csv, ...), one such\n"
  "file, a JSON file, or a SQLite database with tables or views of those names. Any other CSV file or\n"
  "database is mapped by --views FILE.sql, which holds CREATE VIEW customers AS SELECT ...\n"
  "\n"
  "Exit status: 0 done; 1 the data, a rule or a file was refused, or a misspelt column without which\n"
  "nothing can be decided; 2 wrong usage.\n";

static const char outputs[] =
  "  --out PATH      where the decision tables go; may come several times: a name that ends in .json, .sqlite, .sqlite3 or .db,\n"
  "                  a folder (a CSV file a table; with a / at its end where its name has a dot), or - (JSON on the standard output);\n"
  "                  in a folder or database, the tables of an earlier run go, those that this run does not write among them\n";

static const char common[] =
  "  --policy P      rules: a folder of CSV files, a JSON file or a SQLite database; each table takes the place of the whole\n"
  "                  default one, of settings only the keys that are given; patron template writes the default ones\n"
  "  --views F.sql   SQL that creates views named after fact tables over the inputs\n"
  "  --as-of DATE    the day that ages and periods count from (else the setting as_of, else the day after the latest row of the\n"
  "                  ledger, the end of history, or the day of the latest answer): itself it does not count any more\n"
  "  --currency C    ISO code of all money; EUR unless given\n"
  "  --threads N     worker threads\n"
  "  --quiet         no page, no progress, no warnings but that nothing can be decided\n";

static const char earlier[] =
  "  --since DATE    compare with the same facts at an earlier as-of date (needs a ledger or history)\n"
  "  --previous PATH compare with what an earlier patron assess wrote: a folder, a JSON file or a SQLite database\n";

static void help_assess(void)
{
  printf("patron assess INPUT... [options]: decide, and show what matters on one page\n\n%s"
         "%s"
         "  --model FILE    keep the fitted model, too\n"
         "%s", common, outputs, earlier);
}

static void help_robust(void)
{
  printf("patron robust INPUT... [options]: how far each weight may move before a ranking, a band or a tier is another one, who is in whatever the weights, and whether other weightings agree\n\n%s"
         "  --against P     a second policy: how far scorecards rank alike by both, and how many customers it decides otherwise\n"
         "  --samples N     weightings to draw (else the setting robust.samples, 10000)\n"
         "  --seed S        seed of the draw, 0 or more (else the setting robust.seed, 1): the same seed, the same answer\n"
         "%s"
         "                  stability, acceptability and agreement are among them\n", common, outputs);
}

static void help_apply(void)
{
  printf("patron apply MODEL INPUT... --out PATH [options]: judge facts by a model that patron fit --out or patron assess --model wrote; currency and as-of date are the model's\n\n"
         "%s"
         "  --views F.sql   SQL that creates views named after fact tables over the inputs\n"
         "  --threads N     worker threads\n"
         "  --quiet         no page, no progress, no warnings but that nothing can be decided\n", outputs);
}

int command_help(const arguments *given)
{
  const char *about = given->word_count > 0 ? given->words[0] : "";
  if (strcmp(about, "assess") == 0) help_assess();
  else if (strcmp(about, "apply") == 0) help_apply();
  else if (strcmp(about, "explain") == 0) printf("patron explain INPUT... CUSTOMER [options]: why the customer with this id got what it got, what moved, and what would change it\n\n%s%s", common, earlier);
  else if (strcmp(about, "robust") == 0) help_robust();
  else if (strcmp(about, "fit") == 0) printf("patron fit INPUT... --out MODEL [options]: fit the rules to the facts and keep the model in a file\n\n%s"
                                              "  --out MODEL     the file that the model goes to, for patron apply\n", common);
  else if (strcmp(about, "schema") == 0) printf("patron schema [TABLE] [--format text|csv|json|sql]: every table and column, with type, range and meaning\n");
  else if (strcmp(about, "template") == 0) printf("patron template DIR [options]: a new folder with empty CSV files for the facts, the default policy, and a README.md that explains them\n\n"
                                                   "  --full          customers.csv with every column, not only the usual ones\n"
                                                   "  --quiet         say nothing\n");
  else if (strcmp(about, "version") == 0) printf("patron version: the version of the program, and the number of its library's interface\n");
  else if (about[0] == 0 || strcmp(about, "help") == 0) fputs(overview, stdout);
  else {
    fprintf(stderr, "patron: there is no command %s (patron help lists them)\n", about);
    return 2;
  }
  return finish_output();
}

int command_version(const arguments *given)
{
  if (given->word_count > 0) {
    fprintf(stderr, "patron: version takes no words\n");
    return 2;
  }
  printf("patron %s (library ABI %u)\n", patron_version_string(), (unsigned)patron_abi_version());
  return finish_output();
}
