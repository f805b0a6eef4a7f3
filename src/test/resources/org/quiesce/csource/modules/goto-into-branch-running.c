/* expected: NoCodeAfterUnload NoUseAfterFree */
/* A goto leads into the branch of an earlier failure, which frees what the thread that was started since still uses. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

static char *ring;
static int source;
static struct task_struct *log_task;

int log_attach(void);

static int log_fn(void *data)
{
	while (!kthread_should_stop()) {
		switch (source) {
		case 0:
			if (data)
				goto nap;
			ring[0] = 1;
			continue;
		case 1:
nap:
			msleep(100);
			break;
		default:
			ring[1] = 1;
		}
		ring[2] = 1;
	}
	return 0;
}

static int __init log_init(void)
{
	int err;

	ring = kzalloc(64, GFP_KERNEL);
	if (!ring)
		return -ENOMEM;
	log_task = kthread_run(log_fn, NULL, "log");
	if (IS_ERR(log_task)) {
		err = PTR_ERR(log_task);
free:
		kfree(ring);
		return err;
	}
	err = log_attach();
	if (err) {
		goto free;
	}
	return 0;
}

static void __exit log_exit(void)
{
	kthread_stop(log_task);
	kfree(ring);
}

module_init(log_init);
module_exit(log_exit);
MODULE_LICENSE("GPL");
