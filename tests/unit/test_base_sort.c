/* Sorting in place. */
#include "checks.h"

#include "base/sort.h"

typedef struct pair { int32_t key; char name[20]; } pair;

static int32_t key_before(const void *context, const void *a, const void *b)
{
  const pair *x = a, *y = b;
  return *(const int *)context > 0 ? x->key < y->key : x->key > y->key;
}

static void items_come_out_in_order_whatever_their_number(void **state)
{
  (void)state;
  for (int up = -1; up <= 1; up += 2)
    for (int32_t count = 0; count < 300; count++) {
      pair items[300];
      for (int32_t i = 0; i < count; i++) {
        items[i].key = (int32_t)((uint32_t)i * 7919u % 97u);   /* many equal ones */
        snprintf(items[i].name, sizeof items[i].name, "key %d", (int)items[i].key);
      }
      patron__sort_items(items, count, sizeof *items, key_before, &up);
      int32_t seen[97] = {0};
      for (int32_t i = 0; i < count; i++) {
        char name[20];
        snprintf(name, sizeof name, "key %d", (int)items[i].key);
        assert_string_equal(items[i].name, name);   /* items moved whole */
        seen[items[i].key]++;
        if (i > 0) assert_false(key_before(&up, &items[i], &items[i - 1]));
      }
      for (int32_t i = 0; i < count; i++) seen[(uint32_t)i * 7919u % 97u]--;
      for (int32_t key = 0; key < 97; key++) assert_int_equal(seen[key], 0);   /* none lost, none twice */
    }
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(items_come_out_in_order_whatever_their_number)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
