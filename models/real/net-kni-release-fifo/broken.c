/*
 * The net device is freed, then its queues are released.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct netdev {
	unsigned long count;
};

static struct task_struct *kni_task;
static struct netdev *netdev;

static int kni_thread(void *data)
{
	while (!kthread_should_stop()) {
		netdev->count++;
		msleep(100);
	}
	return 0;
}

static int __init kni_release_fifo_init(void)
{
	netdev = kzalloc(sizeof(*netdev), GFP_KERNEL);
	if (!netdev)
		return -ENOMEM;
	kni_task = kthread_run(kni_thread, NULL, "kni_thread");
	if (IS_ERR(kni_task)) {
		kfree(netdev);
		return PTR_ERR(kni_task);
	}
	return 0;
}

static void __exit kni_release_fifo_exit(void)
{
	kthread_stop(kni_task);
	kfree(netdev);
	netdev->count++;
}

module_init(kni_release_fifo_init);
module_exit(kni_release_fifo_exit);
MODULE_DESCRIPTION("KNI releases the queues of a device that it has freed");
MODULE_LICENSE("GPL");
