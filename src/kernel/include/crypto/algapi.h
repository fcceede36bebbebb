/* SPDX-License-Identifier: MIT */
#ifndef _CRYPTO_ALGAPI_H
#define _CRYPTO_ALGAPI_H

#include <linux/crypto.h>
#include <linux/module.h>

#endif
