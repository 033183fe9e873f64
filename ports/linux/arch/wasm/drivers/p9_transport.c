// SPDX-License-Identifier: GPL-2.0-only
/*
 * 9P over a call of the host, which answers at once: the contract of net/9p/transport.h, after
 * net/9p/trans_virtio.c. One message out, one back, in the request's own buffers.
 */
#include <linux/init.h>
#include <linux/module.h>
#include <net/9p/9p.h>
#include <net/9p/client.h>
#include <net/9p/transport.h>
#include <asm/host.h>

#define MESSAGE_MAX	(1 << 20)

static int wasm_p9_create(struct p9_client *client, const char *devname, char *args)
{
	client->status = Connected;
	return 0;
}

static void wasm_p9_close(struct p9_client *client)
{
	client->status = Disconnected;
}

static int wasm_p9_request(struct p9_client *client, struct p9_req_t *req)
{
	int n;

	WRITE_ONCE(req->status, REQ_STATUS_SENT);
	n = host_p9_request(req->tc.sdata, req->tc.size, req->rc.sdata, req->rc.capacity);
	if (n <= 0)
		return -EIO;
	req->rc.size = n;
	p9_client_cb(client, req, REQ_STATUS_RCVD);
	return 0;
}

/* A request is never under way when somebody could want to cancel it. */
static int wasm_p9_cancel(struct p9_client *client, struct p9_req_t *req)
{
	return 1;
}

static struct p9_trans_module wasm_p9 = {
	.name = "wasm",
	.maxsize = MESSAGE_MAX,
	.def = 1,
	.create = wasm_p9_create,
	.close = wasm_p9_close,
	.request = wasm_p9_request,
	.cancel = wasm_p9_cancel,
	.owner = THIS_MODULE,
};

static int __init p9_transport_init(void)
{
	v9fs_register_trans(&wasm_p9);
	return 0;
}
device_initcall(p9_transport_init);
