/* expected: NoCodeAfterUnload */
/* A macro starts threads; of two the first runs on if the second can not be started. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>

#define START(task, fn) ({ task = kthread_run(fn, NULL, #fn); PTR_ERR_OR_ZERO(task); })

static struct task_struct *rx, *tx;

static int link_rx(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}

static int link_tx(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}

static int __init link_init(void)
{
	int err = START(rx, link_rx);

	if (err)
		return err;
	err = START(tx, link_tx);
	if (err)
		pr_err("no tx\n");
	return err;
}

static void __exit link_exit(void)
{
	kthread_stop(tx);
	kthread_stop(rx);
}

module_init(link_init);
module_exit(link_exit);
MODULE_LICENSE("GPL");
