/* SPDX-License-Identifier: MIT */
/* lib/crc32.c, lib/crc16.c, lib/crc-ccitt.c, lib/crc8.c, lib/math/gcd.c; 4.4 ... 7.2. */
#include <linux/crc-ccitt.h>
#include <linux/crc16.h>
#include <linux/crc32.h>
#include <linux/crc8.h>
#include <linux/gcd.h>

/* One byte, the lowest bit first, or the highest of so many. */
static u32 crc_low_first(u32 crc, u8 byte, u32 polynomial)
{
	int i;

	crc ^= byte;
	for (i = 0; i < 8; i++)
		crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
	return crc;
}
static u32 crc_high_first(u32 crc, u8 byte, u32 polynomial, int bits)
{
	int i;

	crc ^= (u32)byte << (bits - 8);
	for (i = 0; i < 8; i++)
		crc = crc << 1 ^ (crc >> (bits - 1) & 1 ? polynomial : 0);
	return crc;
}

u32 crc32_le(u32 crc, const void *p, size_t len)
{
	const u8 *at = p;

	while (len--)
		crc = crc_low_first(crc, *at++, 0xedb88320);
	return crc;
}
u32 crc32_be(u32 crc, const void *p, size_t len)
{
	const u8 *at = p;

	while (len--)
		crc = crc_high_first(crc, *at++, 0x04c11db7, 32);
	return crc;
}
u16 crc16(u16 crc, const u8 *p, size_t len)
{
	while (len--)
		crc = crc_low_first(crc, *p++, 0xa001);
	return crc;
}
u16 crc_ccitt(u16 crc, const u8 *p, size_t len)
{
	while (len--)
		crc = crc_low_first(crc, *p++, 0x8408);
	return crc;
}

void crc8_populate_msb(u8 table[CRC8_TABLE_SIZE], u8 polynomial)
{
	int i;

	for (i = 0; i < CRC8_TABLE_SIZE; i++)
		table[i] = crc_high_first(0, i, polynomial, 8);
}
void crc8_populate_lsb(u8 table[CRC8_TABLE_SIZE], u8 polynomial)
{
	int i;

	for (i = 0; i < CRC8_TABLE_SIZE; i++)
		table[i] = crc_low_first(0, i, polynomial);
}
u8 crc8(const u8 table[CRC8_TABLE_SIZE], const u8 *pdata, size_t nbytes, u8 crc)
{
	while (nbytes--)
		crc = table[crc ^ *pdata++];
	return crc;
}

unsigned long gcd(unsigned long a, unsigned long b)
{
	while (b) {
		unsigned long rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}
