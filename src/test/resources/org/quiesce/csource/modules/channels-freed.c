/* expected: NoUseAfterFree NothingLeaked */
/* An array of structs that is allocated, freed while the second thread still runs. */
#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/wait.h>

struct channel {
	struct task_struct *task;
	wait_queue_head_t wq;
	bool pending;
};

static unsigned int nr_channels = 4;
module_param(nr_channels, uint, 0444);

static struct channel *channels;

static int channel_fn(void *data)
{
	struct channel *ch = data;

	while (!kthread_should_stop()) {
		wait_event_interruptible(ch->wq, ch->pending || kthread_should_stop());
		ch->pending = false;
	}
	return 0;
}

static void channel_kick(struct channel *ch)
{
	ch->pending = true;
	wake_up(&ch->wq);
}

static void channels_stop(int n)
{
	int i;

	for (i = 0; i < n; i++) {
		kthread_stop(channels[i].task);
		if (i == 0)
			kfree(channels);
	}
}

static int __init channels_init(void)
{
	int i, ret;

	channels = kcalloc(nr_channels, sizeof(*channels), GFP_KERNEL);
	if (!channels)
		return -ENOMEM;
	for (i = 0; i < nr_channels; i++) {
		struct channel *ch = &channels[i];

		init_waitqueue_head(&ch->wq);
		ch->task = kthread_run(channel_fn, ch, "channel/%d", i);
		if (IS_ERR(ch->task)) {
			ret = PTR_ERR(ch->task);
			channels_stop(i);
			return ret;
		}
	}
	channel_kick(&channels[0]);
	return 0;
}

static void __exit channels_exit(void)
{
	channels_stop(nr_channels);
}

module_init(channels_init);
module_exit(channels_exit);
MODULE_LICENSE("GPL");
