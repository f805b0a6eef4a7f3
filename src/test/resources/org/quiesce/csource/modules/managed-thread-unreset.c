/* expected: NoCodeAfterUnload NoUseAfterFree */
#include <linux/device.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct fan {
	struct device *dev;
	struct task_struct *task;
	int speed;
};

static int fan_thread(void *data)
{
	struct fan *fan = data;

	while (!kthread_should_stop()) {
		fan->speed++;
		if (msleep_interruptible(500))
			continue;
	}
	return 0;
}

static void fan_stop(void *data)
{
	struct fan *fan = data;

	kthread_stop(fan->task);
}

static int fan_probe(struct platform_device *pdev)
{
	struct fan *fan;

	fan = devm_kzalloc(&pdev->dev, sizeof(*fan), GFP_KERNEL);
	if (!fan)
		return -ENOMEM;
	fan->dev = &pdev->dev;
	fan->task = kthread_run(fan_thread, fan, "fan");
	if (IS_ERR(fan->task))
		return dev_err_probe(&pdev->dev, PTR_ERR(fan->task), "no thread\n");
	return devm_add_action(&pdev->dev, fan_stop, fan);
}

static struct platform_driver fan_driver = {
	.probe = fan_probe,
	.driver = { .name = "fan" },
};
module_platform_driver(fan_driver);
MODULE_LICENSE("GPL");
