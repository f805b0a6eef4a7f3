/* expected: NoKernelWarning NoUseAfterFree */
#include <linux/kthread.h>
#include <linux/module.h>

static struct kthread_worker *worker;
static struct kthread_delayed_work flush;

static void flush_now(struct kthread_work *work)
{
	msleep(1);
	kthread_mod_delayed_work(worker, &flush, 10 * HZ);
}

static int __init cache_init(void)
{
	kthread_init_delayed_work(&flush, flush_now);
	worker = kthread_create_worker(0, "cache");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	kthread_mod_delayed_work(worker, &flush, HZ);
	return 0;
}

static void __exit cache_exit(void)
{
	kthread_destroy_worker(worker);
}

module_init(cache_init);
module_exit(cache_exit);
MODULE_LICENSE("GPL");
