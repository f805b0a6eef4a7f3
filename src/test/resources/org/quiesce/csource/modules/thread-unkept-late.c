/* expected: NoCodeAfterUnload NoUseAfterFree */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

static int *buf;
static DECLARE_COMPLETION(done);

static int worker(void *data)
{
	msleep(100);
	*buf = 1;
	kthread_complete_and_exit(&done, 0);
}

static int __init pump_init(void)
{
	buf = kmalloc(sizeof(*buf), GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	if (IS_ERR(kthread_run(worker, NULL, "pump"))) {
		kfree(buf);
		return -ENOMEM;
	}
	return 0;
}

static void __exit pump_exit(void)
{
	try_wait_for_completion(&done);
	kfree(buf);
}

module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
