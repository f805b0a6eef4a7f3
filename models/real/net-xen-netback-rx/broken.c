/*
 * Nobody holds a reference on a thread that may end by itself.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *rx_task;
static DECLARE_WAIT_QUEUE_HEAD(rx_queue);
static bool fatal_error;

static int rx_kthread(void *data)
{
	while (!kthread_should_stop()) {
		wait_event_interruptible(rx_queue, fatal_error || kthread_should_stop());
		if (fatal_error)
			break;
	}
	return 0;
}

static int frontend(const char *val, const struct kernel_param *kp)
{
	fatal_error = true;
	wake_up(&rx_queue);
	return 0;
}

static const struct kernel_param_ops frontend_ops = { .set = frontend };
module_param_cb(frontend, &frontend_ops, NULL, 0200);

static int __init xen_netback_rx_init(void)
{
	rx_task = kthread_run(rx_kthread, NULL, "rx_kthread");
	if (IS_ERR(rx_task))
		return PTR_ERR(rx_task);
	return 0;
}

static void __exit xen_netback_rx_exit(void)
{
	if (rx_task)
		kthread_stop(rx_task);
}

module_init(xen_netback_rx_init);
module_exit(xen_netback_rx_exit);
MODULE_DESCRIPTION("xen-netback stops a thread that a guest made end");
MODULE_LICENSE("GPL");
