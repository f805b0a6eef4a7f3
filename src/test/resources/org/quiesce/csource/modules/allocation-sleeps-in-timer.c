/* expected: NoSleepInAtomic */
/* The same, but the timer may sleep for what it sends. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/usb.h>

struct sample {
	int value;
};

static DEFINE_SPINLOCK(lock);
static struct sample *latest;
static struct task_struct *task;
static struct timer_list poll;
static struct urb *urb;

static void replace(gfp_t flags)
{
	kfree(latest);
	latest = kzalloc(sizeof(*latest), flags | __GFP_NOWARN);
	if (latest)
		latest->value = 1;
}

static void poll_device(struct timer_list *unused)
{
	usb_submit_urb(urb, GFP_KERNEL);
}

static int sampler(void *data)
{
	char *line;

	while (!kthread_should_stop()) {
		spin_lock(&lock);
		replace(GFP_NOWAIT);
		spin_unlock(&lock);
		line = kstrdup("sampled", GFP_KERNEL);
		print_line(line);
		kfree(line);
		cond_resched();
	}
	return 0;
}

static int __init sampler_init(void)
{
	timer_setup(&poll, poll_device, 0);
	mod_timer(&poll, jiffies + HZ);
	task = kthread_run(sampler, NULL, "sampler");
	if (IS_ERR(task)) {
		timer_shutdown_sync(&poll);
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit sampler_exit(void)
{
	timer_shutdown_sync(&poll);
	kthread_stop(task);
	kfree(latest);
}

module_init(sampler_init);
module_exit(sampler_exit);
MODULE_LICENSE("GPL");
