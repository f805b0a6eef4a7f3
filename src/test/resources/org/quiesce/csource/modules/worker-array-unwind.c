/* expected: NoCodeAfterUnload */
/* Threads in an array; the first stays when one can't be started. */
#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/delay.h>

#define NR_WORKERS 8

static struct task_struct *workers[NR_WORKERS];

static int worker_fn(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init pool_init(void)
{
	int i, ret;

	for (i = 0; i < NR_WORKERS; i++) {
		workers[i] = kthread_run(worker_fn, NULL, "pool/%d", i);
		if (IS_ERR(workers[i])) {
			ret = PTR_ERR(workers[i]);
			goto err_stop;
		}
	}
	return 0;

err_stop:
	while (--i > 0)
		kthread_stop(workers[i]);
	return ret;
}

static void __exit pool_exit(void)
{
	int i;

	for (i = 0; i < NR_WORKERS; i++)
		kthread_stop(workers[i]);
}

module_init(pool_init);
module_exit(pool_exit);
MODULE_LICENSE("GPL");
