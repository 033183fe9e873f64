// SPDX-License-Identifier: MIT
/* Connects to ADDRESS:9, writes BYTES in pieces of 64 KiB. Usage: tcp_source ADDRESS BYTES */
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static char piece[65536];
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	long long left;

	if (argc != 3 || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1)
		return 2;
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)))
		return 1;
	for (left = atoll(argv[2]); left > 0;) {
		size_t most = left < (long long)sizeof(piece) ? left : sizeof(piece);
		ssize_t n = write(fd, piece, most);

		if (n <= 0)
			return 1;
		left -= n;
	}
	return 0;
}
