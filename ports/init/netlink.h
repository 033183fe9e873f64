/* SPDX-License-Identifier: MIT */
/* One message of rtnetlink(7): begun, filled with attributes, sent, acknowledged. */
#ifndef DCE_NETLINK_H
#define DCE_NETLINK_H

#include <netinet/in.h>
#include <stddef.h>

struct address {
	int family;
	unsigned int length;		/* bytes of value */
	unsigned int prefix;		/* bits */
	unsigned char value[sizeof(struct in6_addr)];
};

/* A or A/P; without P all bits count. 0, or EINVAL. */
int parse_address(const char *text, struct address *address);

/* 0, or ENODEV. */
int find_interface(const char *name, unsigned int *index);

/* Starts the message; the fixed part of its body, zeroed. */
void *netlink_begin(int type, int flags, size_t fixed);

/* 0, or EMSGSIZE. */
int netlink_add(int type, const void *value, size_t length);

/* Sends the message. 0, or the kernel's errno, for which *detail may have the kernel's words. */
int netlink_finish(const char **detail);

#endif
