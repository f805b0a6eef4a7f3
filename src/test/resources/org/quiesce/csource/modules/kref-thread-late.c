/* expected: NoUseAfterFree NothingLeaked */
/* The thread looks once more at what it has dropped its reference on. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kref.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct scan {
	struct kref ref;
	struct task_struct *task;
	unsigned long rounds;
};

static struct scan *scan;

static void scan_release(struct kref *ref)
{
	kfree(container_of(ref, struct scan, ref));
}

static int scan_fn(void *data)
{
	struct scan *s = data;

	while (!kthread_should_stop())
		msleep_interruptible(100);
	kref_put(&s->ref, scan_release);
	s->rounds++;
	return 0;
}

static int __init scan_init(void)
{
	scan = kzalloc(sizeof(*scan), GFP_KERNEL);
	if (!scan)
		return -ENOMEM;
	kref_init(&scan->ref);
	kref_get(&scan->ref);
	scan->task = kthread_create(scan_fn, scan, "scan");
	if (IS_ERR(scan->task)) {
		int err = PTR_ERR(scan->task);

		kref_put(&scan->ref, scan_release);
		kref_put(&scan->ref, scan_release);
		return err;
	}
	get_task_struct(scan->task);
	wake_up_process(scan->task);
	return 0;
}

static void __exit scan_exit(void)
{
	struct task_struct *task = scan->task;

	kref_put(&scan->ref, scan_release);
	kthread_stop(task);
	put_task_struct(task);
}

module_init(scan_init);
module_exit(scan_exit);
MODULE_LICENSE("GPL");
