/* Numbers as bytes, for plans and states: little-endian, of fixed or of as much length as they need, and a checksum. Reading takes the bytes for hostile. */
#ifndef PATRON_SRC_RULES_PARETO_BYTES_H
#define PATRON_SRC_RULES_PARETO_BYTES_H

#include "base/natural.h"

/* Counts while `out` is NULL, so that one description of a format gives both the length and the bytes. */
typedef struct patron__writer { unsigned char *out; int64_t length; } patron__writer;

void patron__put(patron__writer *to, uint64_t value, int32_t bytes);
void patron__put_bytes(patron__writer *to, const void *bytes, int64_t len);
/* Seven bits a byte, the lowest first, the eighth set on all bytes but the last; value >= 0. */
void patron__put_varying(patron__writer *to, patron__i128 value);
/* Digits u32, then as many u32. */
void patron__put_natural(patron__writer *to, const patron__natural *number);

/* What is left to read. Reading past the end gives zeros and leaves `left` under 0, for one look at the end. */
typedef struct patron__reader { const unsigned char *at; int64_t left; } patron__reader;

uint64_t patron__take(patron__reader *from, int32_t bytes);
int64_t patron__take_signed(patron__reader *from);   /* 8 bytes */
/* 0: not the shortest bytes of a number of at most 127 bits. */
int32_t patron__take_varying(patron__reader *from, patron__i128 *out);
/* 0: not the digits of a number without zeros in front. */
int32_t patron__take_natural(patron__reader *from, patron__natural *out);

/* CRC-32 of ISO 3309. */
uint32_t patron__crc32(const unsigned char *bytes, int64_t len);
/* FNV-1a, 64 bits: tells plans apart. */
uint64_t patron__bytes_hash(const unsigned char *bytes, int64_t len);

#endif
