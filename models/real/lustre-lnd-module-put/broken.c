/*
 * The function drops the reference and returns.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *ni_task;
static bool network_down;

static int lnd_shutdown(void *data)
{
	while (!network_down)
		msleep(100);
	module_put(THIS_MODULE);
	return 0;
}

static int lnet(const char *val, const struct kernel_param *kp)
{
	network_down = true;
	return 0;
}

static const struct kernel_param_ops lnet_ops = { .set = lnet };
module_param_cb(lnet, &lnet_ops, NULL, 0200);

static int __init lnd_module_put_init(void)
{
	int got;

	got = try_module_get(THIS_MODULE);
	if (!got)
		return -ENODEV;
	ni_task = kthread_run(lnd_shutdown, NULL, "lnd_shutdown");
	if (IS_ERR(ni_task)) {
		module_put(THIS_MODULE);
		return PTR_ERR(ni_task);
	}
	return 0;
}

static void __exit lnd_module_put_exit(void)
{
}

module_init(lnd_module_put_init);
module_exit(lnd_module_put_exit);
MODULE_DESCRIPTION("A network driver drops its own reference and has code left to run");
MODULE_LICENSE("GPL");
