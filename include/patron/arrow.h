/**
 * @file arrow.h
 * Tables from and to other engines without copying: Apache Arrow's C data interface and C stream interface.
 *
 * The three structs are those of Arrow's specification (https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html), word for word; a program that has them from elsewhere
 * defines ARROW_C_DATA_INTERFACE and ARROW_C_STREAM_INTERFACE. Nothing of Arrow is linked.
 *
 * A table is a struct array, a column a child:
 *
 * | Arrow | Patron |
 * |---|---|
 * | float64, float32 | NUMBER |
 * | int8 to int64, uint8 to uint64 | INTEGER; int64 with metadata `patron.type` = `MONEY` is MONEY of `patron.exponent` digits |
 * | decimal32 to decimal256 | MONEY where money is expected, else NUMBER or INTEGER; always exactly |
 * | bool | FLAG |
 * | date32; date64 of whole days | DATE |
 * | utf8, large utf8, utf8 view | TEXT |
 * | a dictionary of texts | CODE |
 * | null | TEXT, all unknown |
 *
 * Other types (timestamps, lists, binary) are refused with PATRON_E_TYPE: cast them first.
 */
#ifndef PATRON_ARROW_H
#define PATRON_ARROW_H

#include "patron/table.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

/** Arrow's ArrowSchema: type, name and metadata of an array. @since 0.1.0 */
struct ArrowSchema {
  const char *format;                       /**< The type, as a short text. @since 0.1.0 */
  const char *name;                         /**< Name of the field, or NULL. @since 0.1.0 */
  const char *metadata;                     /**< Pairs of keys and values in Arrow's encoding, or NULL. @since 0.1.0 */
  int64_t flags;                            /**< 1 dictionary ordered, 2 nullable, 4 map keys sorted. @since 0.1.0 */
  int64_t n_children;                       /**< Number of children. @since 0.1.0 */
  struct ArrowSchema **children;            /**< The children. @since 0.1.0 */
  struct ArrowSchema *dictionary;           /**< Type of the dictionary, or NULL. @since 0.1.0 */
  void (*release)(struct ArrowSchema *);    /**< Frees what the producer holds; NULL: released or moved. @since 0.1.0 */
  void *private_data;                       /**< The producer's. @since 0.1.0 */
};

/** Arrow's ArrowArray: the memory of an array. @since 0.1.0 */
struct ArrowArray {
  int64_t length;                           /**< Rows. @since 0.1.0 */
  int64_t null_count;                       /**< Unknown rows; -1: not counted. @since 0.1.0 */
  int64_t offset;                           /**< Row of the buffers where the array begins. @since 0.1.0 */
  int64_t n_buffers;                        /**< Number of buffers. @since 0.1.0 */
  int64_t n_children;                       /**< Number of children. @since 0.1.0 */
  const void **buffers;                     /**< Validity first, then what the type asks for. @since 0.1.0 */
  struct ArrowArray **children;             /**< The children. @since 0.1.0 */
  struct ArrowArray *dictionary;            /**< Values of the dictionary, or NULL. @since 0.1.0 */
  void (*release)(struct ArrowArray *);     /**< Frees what the producer holds; NULL: released or moved. @since 0.1.0 */
  void *private_data;                       /**< The producer's. @since 0.1.0 */
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/** Arrow's ArrowArrayStream: arrays of one schema, one after another. @since 0.1.0 */
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);   /**< The schema; 0 or an errno. @since 0.1.0 */
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);      /**< The next array, released at the end; 0 or an errno. @since 0.1.0 */
  const char *(*get_last_error)(struct ArrowArrayStream *);                /**< Text of the last error, or NULL. @since 0.1.0 */
  void (*release)(struct ArrowArrayStream *);                              /**< Frees what the producer holds; NULL: released. @since 0.1.0 */
  void *private_data;                                                      /**< The producer's. @since 0.1.0 */
};

#endif

/** Flags of patron_table_export_arrow(). @since 0.1.0 */
enum {
  PATRON_ARROW_DECIMAL = 1   /**< Export money as decimal128(38, digits of the currency) instead of int64 with metadata; values are copied. @since 0.1.0 */
};

/**
 * Makes a table of a struct array. Columns keep the array's memory and are not copied where Arrow's layout is Patron's: bitmaps that do not begin at a byte are shifted, 32-bit offsets widened, small
 * numbers widened, decimals and text views copied. All values are checked as in the patron_table_add functions.
 * @param context whose memory the table uses; not NULL
 * @param name of the table, as in patron_table_create(); not NULL
 * @param schema of type struct; taken over: released before the call returns, on failure, too; not NULL
 * @param array taken over: released with the last column that uses it, on failure before the call returns; not NULL
 * @param out gets a table of your own, not finished: columns may be added; not NULL; untouched on failure
 * @return #PATRON_OK; #PATRON_E_TYPE (a type that Patron has not), #PATRON_E_FORMAT (the array is not what its schema says, or a text not UTF-8), #PATRON_E_NOT_FINITE, #PATRON_E_RANGE (a value beyond
 *         what the type holds: table, column and row are in the error text), #PATRON_E_DUPLICATE (two columns of one name), #PATRON_E_INVALID_ARGUMENT, #PATRON_E_STATE, #PATRON_E_NO_MEMORY, #PATRON_E_MEMORY_LIMIT
 * @par Threads
 * The context's; the array's `release` on any thread that destroys.
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_import_arrow(patron_context *context, const char *name, struct ArrowSchema *schema, struct ArrowArray *array, patron_table **out);

/**
 * Makes a table of all arrays of a stream. One array is not copied, as with patron_table_import_arrow(); further ones are appended.
 * @param context whose memory the table uses; not NULL
 * @param name of the table; not NULL
 * @param stream taken over: released before the call returns, on failure, too; not NULL
 * @param out gets a table of your own, not finished; not NULL; untouched on failure
 * @return as patron_table_import_arrow(); #PATRON_E_CALLBACK: the stream answered with an error (its text is in the error text)
 * @par Threads
 * The context's; the arrays' `release` on any thread that destroys.
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_import_arrow_stream(patron_context *context, const char *name, struct ArrowArrayStream *stream, patron_table **out);

/**
 * Lends a table as a struct array, without copying. The table lives as long as the array; schema and array are released on their own, in any order, on any thread.
 * Money is int64 in minor units with metadata `patron.type` = `MONEY` and `patron.exponent`, or decimal128; codes are int32 with a dictionary of large utf8; texts are large utf8.
 * @param table finished; not NULL
 * @param flags 0, or #PATRON_ARROW_DECIMAL
 * @param schema gets a schema of your own, to be released; not NULL; untouched on failure
 * @param array gets an array of your own, to be released; not NULL; untouched on failure
 * @return #PATRON_OK; #PATRON_E_STATE (the table is not finished), #PATRON_E_INVALID_ARGUMENT (also unknown flags), #PATRON_E_NO_MEMORY, #PATRON_E_MEMORY_LIMIT
 * @par Threads
 * Any.
 * @since 0.1.0
 */
PATRON_API patron_status patron_table_export_arrow(const patron_table *table, uint32_t flags, struct ArrowSchema *schema, struct ArrowArray *array);

#ifdef __cplusplus
}
#endif

#endif
