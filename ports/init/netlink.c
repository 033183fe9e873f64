/* SPDX-License-Identifier: MIT */
/* Messages of rtnetlink(7), and the words that stand for what is in them. */
#include "netlink.h"
#include "init.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

#define BODY_MAX 16384
#define DETAIL_MAX 256

struct message {
	struct nlmsghdr header;
	char body[BODY_MAX];
};

static struct message message;
static char detail_text[DETAIL_MAX];

void *netlink_begin(int type, int flags, size_t fixed)
{
	memset(&message.header, 0, sizeof message.header);
	memset(message.body, 0, fixed);
	message.header.nlmsg_type = type;
	message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	message.header.nlmsg_seq = 1;
	message.header.nlmsg_len = NLMSG_LENGTH(fixed);
	return message.body;
}

/* Room for an attribute at the end of the message, NULL when there is none. */
static struct rtattr *add_room(int type, size_t length)
{
	size_t at = NLMSG_ALIGN(message.header.nlmsg_len);
	struct rtattr *attribute = (struct rtattr *)((char *)&message + at);

	if (at + RTA_SPACE(length) > sizeof message)
		return NULL;
	memset(attribute, 0, RTA_SPACE(length));
	attribute->rta_type = type;
	attribute->rta_len = RTA_LENGTH(length);
	message.header.nlmsg_len = at + RTA_LENGTH(length);
	return attribute;
}

int netlink_add(int type, const void *value, size_t length)
{
	struct rtattr *attribute = add_room(type, length);

	if (!attribute)
		return EMSGSIZE;
	memcpy(RTA_DATA(attribute), value, length);
	return 0;
}

/* The kernel's own words for a refusal, which follow its error. */
static void find_detail(const struct nlmsghdr *answer, const char **detail)
{
	const struct nlmsgerr *error = NLMSG_DATA(answer);
	int left = (int)answer->nlmsg_len - NLMSG_LENGTH(sizeof *error);
	const struct rtattr *one = (const struct rtattr *)(error + 1);

	if (!(answer->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	for (; RTA_OK(one, left); one = RTA_NEXT(one, left)) {
		if ((one->rta_type & NLA_TYPE_MASK) != NLMSGERR_ATTR_MSG)
			continue;
		snprintf(detail_text, sizeof detail_text, "%.*s", (int)RTA_PAYLOAD(one),
			 (const char *)RTA_DATA(one));
		*detail = detail_text;
	}
}

static int exchange(int fd, const char **detail)
{
	union {
		struct nlmsghdr header;
		char bytes[2048];
	} answer;
	const struct nlmsgerr *error = NLMSG_DATA(&answer.header);
	int on = 1;
	ssize_t n;

	/* Without the request in the answer, and with the reason: refusal of these is no harm. */
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
	if (send(fd, &message, message.header.nlmsg_len, 0) < 0)
		return errno;
	do
		n = recv(fd, &answer, sizeof answer, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno;
	if ((size_t)n < NLMSG_LENGTH(sizeof *error) || answer.header.nlmsg_type != NLMSG_ERROR)
		return EPROTO;
	if (error->error)
		find_detail(&answer.header, detail);
	return -error->error;
}

int netlink_finish(const char **detail)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int error;

	if (fd < 0)
		return errno;
	error = exchange(fd, detail);
	close(fd);
	return error;
}

int find_interface(const char *name, unsigned int *index)
{
	*index = if_nametoindex(name);
	return *index ? 0 : ENODEV;
}

int parse_address(const char *text, struct address *address)
{
	const char *slash = strchr(text, '/');
	size_t length = slash ? (size_t)(slash - text) : strlen(text);
	char host[INET6_ADDRSTRLEN];

	if (length >= sizeof host)
		return EINVAL;
	memcpy(host, text, length);
	host[length] = 0;
	address->family = strchr(host, ':') ? AF_INET6 : AF_INET;
	address->length = address->family == AF_INET ? 4 : 16;
	address->prefix = 8 * address->length;
	if (inet_pton(address->family, host, address->value) != 1)
		return EINVAL;
	if (slash && parse_number(slash + 1, &address->prefix))
		return EINVAL;
	return address->prefix > 8 * address->length ? EINVAL : 0;
}
