/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PARSER_H
#define _LINUX_PARSER_H

#include <linux/types.h>

/* lib/parser.c; 4.4 ... 7.2. */
struct match_token { int token; const char *pattern; };
typedef struct match_token match_table_t[];
enum { MAX_OPT_ARGS = 3 };
typedef struct { char *from, *to; } substring_t;
int match_token(char *s, const match_table_t table, substring_t args[]);
int match_int(substring_t *s, int *result);
int match_octal(substring_t *s, int *result);
int match_hex(substring_t *s, int *result);
char *match_strdup(const substring_t *s);
size_t match_strlcpy(char *to, const substring_t *s, size_t size);

#endif
